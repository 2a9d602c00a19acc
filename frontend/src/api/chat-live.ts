import type { QueryClient } from '@tanstack/react-query';

import { presenceOf } from '~/api/chat';
import { bestKnown } from '~/api/chat-known';
import {
  changeConversation,
  noteReader,
  refreshConversation,
  refreshConversations,
  withMessage,
  withRead,
  withVersion,
} from '~/api/chat-list-cache';
import { outboxOf } from '~/api/chat-sending';
import { recountWhatWasCounted } from '~/api/chat-summary-cache';
import { contiguousEnd, holds } from '~/api/chat-thread';
import {
  hearHead,
  knownThreads,
  receiveMessages,
  refreshMessage,
  threadQuery,
  threadOf,
} from '~/api/chat-thread-cache';
import type { ChatFrame, Message } from '~/api/chat-types';
import { typingBoard } from '~/api/chat-typing';
import { presenceBoard, watchAttention } from '~/api/presence';
import type { RealtimeClient } from '~/api/realtime';

const gatherMilliseconds = 300;
const pollMilliseconds = 15_000;
const mostWatched = 100;

type Created = Extract<ChatFrame, { type: 'message.created' }>;
type Changed = Extract<ChatFrame, { type: 'message.changed' }>;

/** Turns what the socket says of conversations into patches of what is known, and tells it what is shown. */
export class ChatLive {
  private live = false;
  private staleTimer: ReturnType<typeof setTimeout> | undefined;
  private watchTimer: ReturnType<typeof setTimeout> | undefined;
  private poll: ReturnType<typeof setInterval> | undefined;
  /** The newest numbers that were said, also of conversations that nothing here shows. */
  private readonly told = new Map<string, number>();
  private readonly stopWatching: () => void;
  private readonly attention: ReturnType<typeof watchAttention>;
  private readonly queries: QueryClient;
  private readonly socket: RealtimeClient;
  private readonly meId: string;

  constructor(queries: QueryClient, socket: RealtimeClient, meId: string) {
    this.queries = queries;
    this.socket = socket;
    this.meId = meId;
    this.stopWatching = presenceBoard.onWatched(() => this.planWatch());
    this.attention = watchAttention((status) => this.say({ type: 'presence.set', status }));
    outboxOf(queries, meId).hurry();
  }

  stop(): void {
    this.stopWatching();
    this.attention.stop();
    clearTimeout(this.staleTimer);
    clearTimeout(this.watchTimer);
    clearInterval(this.poll);
    presenceBoard.forget();
  }

  /** The socket came or went. */
  connection(live: boolean): void {
    this.live = live;
    clearInterval(this.poll);
    if (!live) {
      // All is asked again when it is back.
      this.told.clear();
      presenceBoard.forget();
      this.poll = setInterval(() => this.planWatch(), pollMilliseconds);
      this.planWatch();
      return;
    }
    outboxOf(this.queries, this.meId).hurry();
    this.planWatch();
    if (this.attention.status() === 'away') this.say({ type: 'presence.set', status: 'away' });
    void this.resume();
  }

  receive(frame: ChatFrame): void {
    switch (frame.type) {
      case 'message.created':
        this.created(frame);
        break;
      case 'message.changed':
        void this.changed(frame).catch(() => undefined);
        break;
      case 'message.read':
        this.read(frame.conversation_id, frame.user_id, frame.number);
        break;
      case 'typing':
        if (frame.user_id !== this.meId) typingBoard.note(frame.conversation_id, frame.user_id);
        break;
      case 'presence.changed':
        presenceBoard.set([frame]);
        break;
      case 'conversation.changed':
        void refreshConversation(this.queries, frame.id);
        break;
      case 'heads':
        this.heads(frame.heads);
        break;
    }
  }

  private created({ message }: Created): void {
    const { conversation_id: id, sender_id, number } = message;
    this.told.set(id, number);
    typingBoard.stopped(id, sender_id);
    void receiveMessages(this.queries, id, [message]);
    const lacking = changeConversation(this.queries, id, (known) =>
      withMessage(known, message, this.meId),
    );
    if (lacking.list || (lacking.unread && sender_id !== this.meId)) this.planRefresh();
  }

  private async changed(frame: Changed): Promise<void> {
    const { conversation_id: id, number, version } = frame;
    const thread = threadOf(this.queries, id);
    const known = thread?.messages.find((each) => each.number === number);
    if (known !== undefined && known.version >= version) return;
    let shown = false;
    changeConversation(this.queries, id, (conversation) => {
      shown ||= conversation.last_message?.number === number;
      return conversation;
    });
    if (known === undefined && !shown) return;
    const message = await refreshMessage(this.queries, id, number);
    if (message !== undefined) this.reread(message);
  }

  private reread(message: Message): void {
    changeConversation(this.queries, message.conversation_id, (known) =>
      withVersion(known, message),
    );
  }

  private read(id: string, userId: string, number: number): void {
    if (userId !== this.meId) noteReader(this.queries, id, userId, number);
    else if (changeConversation(this.queries, id, (known) => withRead(known, number)).unread)
      this.planRefresh();
  }

  private heads(heads: Record<string, number>): void {
    for (const [id, number] of Object.entries(heads)) {
      void hearHead(this.queries, id, number);
      const known = bestKnown(this.queries, id)?.last_number ?? this.told.get(id) ?? number;
      if (known < number) this.planRefresh();
      this.told.set(id, number);
    }
    recountWhatWasCounted(this.queries);
  }

  /** Says up to where each open conversation is known, and asks for what the answer leaves out. */
  private async resume(): Promise<void> {
    const threads = knownThreads(this.queries).filter(([, thread]) => thread.following);
    if (threads.length === 0) return;
    const cursors = Object.fromEntries(
      threads.map(([id, thread]) => [id, contiguousEnd(thread)] as const),
    );
    try {
      const { conversations = {} } = await this.socket.request({ type: 'resume', cursors });
      this.heads(conversations);
      for (const [id, thread] of threads) {
        const newest = conversations[id];
        if (newest !== undefined && newest > 0 && !holds(thread, newest))
          void hearHead(this.queries, id, newest);
      }
    } catch {
      await Promise.all(
        threads.map(([id]) =>
          this.queries.invalidateQueries({ queryKey: threadQuery(id).queryKey }),
        ),
      );
    }
  }

  /** Several messages of conversations that no list shows ask the lists once. */
  private planRefresh(): void {
    this.staleTimer ??= setTimeout(() => {
      this.staleTimer = undefined;
      void refreshConversations(this.queries);
    }, gatherMilliseconds);
  }

  private planWatch(): void {
    clearTimeout(this.watchTimer);
    this.watchTimer = setTimeout(() => void this.watch(), gatherMilliseconds);
  }

  private async watch(): Promise<void> {
    const userIds = presenceBoard.watched().slice(0, mostWatched);
    if (this.live) this.say({ type: 'presence.watch', user_ids: userIds });
    else if (userIds.length > 0)
      await presenceOf(userIds).then(
        ({ items }) => presenceBoard.set(items),
        () => presenceBoard.forget(),
      );
  }

  /** What is said in vain is said again when the socket is back. */
  private say(question: Parameters<RealtimeClient['request']>[0]): void {
    this.socket.request(question).catch(() => undefined);
  }
}
