import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';

import type { ChatLive } from '~/api/chat-live';
import type { ChatFrame } from '~/api/chat-types';
import { setConnection, useConnectionStatus } from '~/api/connection';
import { RealtimeClient, type RealtimeEvent } from '~/api/realtime';
import { EventEffects } from '~/api/realtime-effects';
import { useCan, useMe } from '~/api/session-hooks';

const graceMilliseconds = 5_000;
const pollMilliseconds = 15_000;

/** Keeps the tab's socket, and asks again for what is on screen while the socket is away. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const { id: meId } = useMe();
  const converses = useCan('converse');
  const status = useConnectionStatus();

  useEffect(() => {
    const effects = new EventEffects(queries);
    let chat: LazyChat | null = null;
    const socket = new RealtimeClient(
      (event) => {
        if (isOfChat(event)) chat?.tell((live) => live.receive(event));
        else effects.receive(event);
      },
      (stands) => {
        setConnection(socket, stands);
        chat?.tell((live) => live.connection(stands === 'live'));
      },
    );
    chat = converses ? new LazyChat(queries, socket, meId) : null;
    socket.start();
    return () => {
      socket.stop();
      effects.stop();
      chat?.tell((live) => live.stop());
      setConnection(null, 'connecting');
    };
  }, [queries, meId, converses]);

  useEffect(() => {
    if (status === 'live') return undefined;
    let poll: ReturnType<typeof setInterval> | undefined;
    const grace = setTimeout(() => {
      poll = setInterval(
        () => void queries.invalidateQueries({ type: 'active' }),
        pollMilliseconds,
      );
    }, graceMilliseconds);
    return () => {
      clearTimeout(grace);
      clearInterval(poll);
    };
  }, [queries, status]);

  return children;
}

/** What chat needs comes after the page; until it is there, what it has to do waits in order. */
class LazyChat {
  private readonly live: Promise<ChatLive>;

  constructor(queries: QueryClient, socket: RealtimeClient, meId: string) {
    this.live = import('~/api/chat-live').then(
      (module) => new module.ChatLive(queries, socket, meId),
    );
  }

  tell(act: (live: ChatLive) => void): void {
    this.live.then(act, () => undefined);
  }
}

const chatFrames = {
  'message.created': true,
  'message.changed': true,
  'message.read': true,
  typing: true,
  'presence.changed': true,
  'conversation.changed': true,
  heads: true,
} satisfies Record<ChatFrame['type'], true>;

function isOfChat(event: RealtimeEvent): event is ChatFrame {
  return event.type in chatFrames;
}
