import { useEffect, useSyncExternalStore } from 'react';

import type { Presence, PresenceStatus } from '~/api/chat-types';

/** Who is there, of those whom the screens show. While nobody can say, nobody is said to be there. */
class PresenceBoard {
  private readonly known = new Map<string, Presence>();
  private readonly shown = new Map<string, number>();
  private readonly listeners = new Set<() => void>();
  private readonly watchers = new Set<() => void>();

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Tells when others are shown than before. */
  readonly onWatched = (listener: () => void): (() => void) => {
    this.watchers.add(listener);
    return () => this.watchers.delete(listener);
  };

  of(userId: string): Presence | undefined {
    return this.known.get(userId);
  }

  watched(): string[] {
    return [...this.shown.keys()];
  }

  watch(userId: string): () => void {
    this.shown.set(userId, (this.shown.get(userId) ?? 0) + 1);
    for (const watcher of this.watchers) watcher();
    return () => {
      const left = (this.shown.get(userId) ?? 1) - 1;
      if (left > 0) this.shown.set(userId, left);
      else {
        this.shown.delete(userId);
        this.known.delete(userId);
        for (const watcher of this.watchers) watcher();
      }
    };
  }

  set(news: readonly Presence[]): void {
    for (const each of news) if (this.shown.has(each.user_id)) this.known.set(each.user_id, each);
    this.tell();
  }

  /** What was known may be wrong by now. */
  forget(): void {
    this.known.clear();
    this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}

export const presenceBoard = new PresenceBoard();

/** Whether somebody is there, kept up to date while it is shown. */
export function usePresence(userId: string | undefined): Presence | undefined {
  useEffect(() => (userId === undefined ? undefined : presenceBoard.watch(userId)), [userId]);
  return useSyncExternalStore(presenceBoard.listen, () =>
    userId === undefined ? undefined : presenceBoard.of(userId),
  );
}

const hiddenMilliseconds = 5 * 60_000;
const idleMilliseconds = 10 * 60_000;

/** Tells when the person turns away from this page, and when they return. */
export function watchAttention(tell: (status: Exclude<PresenceStatus, 'offline'>) => void) {
  let status: 'online' | 'away' = 'online';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const change = (next: 'online' | 'away') => {
    if (status === next) return;
    status = next;
    tell(next);
  };
  const attend = () => {
    clearTimeout(timer);
    const hidden = document.visibilityState === 'hidden';
    if (!hidden) change('online');
    timer = setTimeout(() => change('away'), hidden ? hiddenMilliseconds : idleMilliseconds);
  };
  const input = () => {
    if (document.visibilityState !== 'hidden') attend();
  };
  const inputs = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'focus'] as const;
  for (const each of inputs) globalThis.addEventListener(each, input, { passive: true });
  document.addEventListener('visibilitychange', attend);
  attend();
  return {
    status: () => status,
    stop: () => {
      clearTimeout(timer);
      for (const each of inputs) globalThis.removeEventListener(each, input);
      document.removeEventListener('visibilitychange', attend);
    },
  };
}
