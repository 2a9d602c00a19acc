import { useSyncExternalStore } from 'react';

const shownMilliseconds = 5000;
const nobody: readonly string[] = [];

/** Who is writing where. It is forgotten by itself. */
class TypingBoard {
  private writing = new Map<string, readonly string[]>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  in(conversationId: string): readonly string[] {
    return this.writing.get(conversationId) ?? nobody;
  }

  note(conversationId: string, userId: string): void {
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.timers.get(key));
    this.timers.set(
      key,
      setTimeout(() => this.stopped(conversationId, userId), shownMilliseconds),
    );
    const known = this.in(conversationId);
    if (!known.includes(userId)) this.set(conversationId, [...known, userId]);
  }

  stopped(conversationId: string, userId: string): void {
    const key = `${conversationId} ${userId}`;
    clearTimeout(this.timers.get(key));
    this.timers.delete(key);
    const known = this.in(conversationId);
    if (known.includes(userId))
      this.set(
        conversationId,
        known.filter((each) => each !== userId),
      );
  }

  private set(conversationId: string, userIds: readonly string[]): void {
    this.writing.set(conversationId, userIds);
    for (const listener of this.listeners) listener();
  }
}

export const typingBoard = new TypingBoard();

/** The ids of those who are writing in a conversation now. */
export function useTyping(conversationId: string): readonly string[] {
  return useSyncExternalStore(typingBoard.listen, () => typingBoard.in(conversationId));
}
