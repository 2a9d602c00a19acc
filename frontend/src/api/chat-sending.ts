import type { QueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';

import { markRead, sendMessage } from '~/api/chat';
import { draftsPrefix } from '~/api/chat-drafts';
import {
  changeConversation,
  patchConversation,
  withMessage,
  withRead,
} from '~/api/chat-list-cache';
import { Outbox, outboxPrefix, type OutgoingMessage } from '~/api/chat-outbox';
import { countedAt, recountUnread } from '~/api/chat-summary-cache';
import { receiveMessages } from '~/api/chat-thread-cache';
import type { Conversation, Message, NewMessage } from '~/api/chat-types';
import { chatKey } from '~/api/chat-unread';
import { connectionStatus, currentSocket } from '~/api/connection';
import { onSessionEnd } from '~/api/session';
import { forgetInTab } from '~/lib/storage';

/** Over the socket while there is one, otherwise as a request; the server takes both for the same. */
async function deliver(conversationId: string, message: NewMessage): Promise<Message> {
  const socket = currentSocket();
  if (socket === null || connectionStatus() !== 'live') return sendMessage(conversationId, message);
  const answer = await socket.request({
    type: 'message.send',
    conversation_id: conversationId,
    ...message,
  });
  return answer.message ?? sendMessage(conversationId, message);
}

let current: { userId: string; queries: QueryClient; outbox: Outbox } | null = null;

onSessionEnd((reason) => {
  current?.outbox.stop();
  current = null;
  // Whoever logs out leaves nothing behind; a session that was lost is taken up again.
  if (reason === 'left') {
    forgetInTab(outboxPrefix);
    forgetInTab(draftsPrefix);
  }
});

/** The outbox of whoever is logged in. */
export function outboxOf(queries: QueryClient, userId: string): Outbox {
  if (current?.userId === userId && current.queries === queries) return current.outbox;
  current?.outbox.stop();
  const outbox = new Outbox(userId, {
    deliver,
    onDelivered: (message) => {
      const id = message.conversation_id;
      void receiveMessages(queries, id, [message]);
      const lacking = changeConversation(queries, id, (known) =>
        withRead(withMessage(known, message, userId), message.number),
      );
      // Whoever answers has read what was written before.
      if (lacking.unread) void recountUnread(queries);
    },
  });
  current = { userId, queries, outbox };
  return outbox;
}

export function useOutgoing(outbox: Outbox, conversationId: string): readonly OutgoingMessage[] {
  return useSyncExternalStore(outbox.listen, () => outbox.of(conversationId));
}

/** Notes how far the person has read; the lists and the badge know it at once. */
export async function readUpTo(queries: QueryClient, id: string, number: number): Promise<void> {
  const read = (known: Conversation) => withRead(known, number);
  const counted = countedAt(queries);
  const lacking = changeConversation(queries, id, read);
  const socket = currentSocket();
  if (socket !== null && connectionStatus() === 'live')
    await socket.request({ type: 'message.read', conversation_id: id, number });
  else await markRead(id, number);
  // What was asked before that, and came meanwhile or is yet to come, knows nothing of it.
  const asked = queries.getQueryCache().findAll({ queryKey: chatKey, fetchStatus: 'fetching' });
  patchConversation(queries, id, read);
  await Promise.allSettled(asked.flatMap(({ promise }) => promise ?? []));
  patchConversation(queries, id, read);
  if (lacking.unread || countedAt(queries) !== counted) await recountUnread(queries);
}

/** Tells the others that something is being written. Without a socket it would come too late. */
export function tellTyping(conversationId: string): void {
  currentSocket()?.notify({ type: 'typing', conversation_id: conversationId });
}
