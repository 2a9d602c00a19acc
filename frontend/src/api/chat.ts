import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { Message, NewConversation, NewMessage } from '~/api/chat-types';
import { chatKey } from '~/api/chat-unread';
import { client, ifMatch, unwrap } from '~/api/client';
import { everyPage } from '~/api/every-page';
import type { ConversationsQuery, DeletedQuery, MessagesQuery } from '~/api/schema';
import type { Disposition, Page } from '~/api/types';

export const conversationsKey = [...chatKey, 'list'] as const;
export const membersKey = [...chatKey, 'members'] as const;

const listLimit = 30;

const nextOffset = (page: Page<unknown>) => {
  const seen = page.offset + page.items.length;
  return page.items.length > 0 && seen < page.total ? seen : undefined;
};
const placeOf = ({ conversation_id: id, number, version }: Message) => ({
  path: { id, number },
  header: ifMatch({ version }),
});

/** The person's conversations, the latest first, more on demand. */
export const conversationsQuery = (query: ConversationsQuery) =>
  infiniteQueryOptions({
    queryKey: [...conversationsKey, query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/conversations', {
          params: { query: { ...query, limit: listLimit, offset: pageParam } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
    placeholderData: keepPreviousData,
  });

export const conversationKey = (id: string) => [...chatKey, 'one', id] as const;

export const conversationQuery = (id: string) =>
  queryOptions({
    queryKey: conversationKey(id),
    queryFn: ({ signal }) =>
      unwrap(client.GET('/conversations/{id}', { params: { path: { id } }, signal })),
  });

export const startConversation = (body: NewConversation, key: string) =>
  unwrap(client.POST('/conversations', { params: { header: { 'Idempotency-Key': key } }, body }));
export const renameConversation = (
  conversation: { id: string; version: number },
  body: { title: string },
) =>
  unwrap(
    client.PATCH('/conversations/{id}', {
      params: { path: { id: conversation.id }, header: ifMatch(conversation) },
      body,
    }),
  );

/** Who is in a conversation; of many, those whom the text finds. */
export const membersQuery = (id: string, query: { q?: string; limit: number }) =>
  queryOptions({
    queryKey: [...membersKey, id, query],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/conversations/{id}/members', { params: { path: { id }, query }, signal }),
      ),
    placeholderData: keepPreviousData,
  });

/** Everybody in a conversation, however many they are. */
export const allMembersQuery = (id: string) =>
  queryOptions({
    queryKey: [...membersKey, id, 'all'],
    queryFn: async ({ signal }) => {
      const items = await everyPage((query) =>
        unwrap(
          client.GET('/conversations/{id}/members', { params: { path: { id }, query }, signal }),
        ),
      );
      return { items, total: items.length, limit: items.length, offset: 0 };
    },
  });

export const addMembers = (id: string, memberIds: string[]) =>
  unwrap(
    client.POST('/conversations/{id}/members', {
      params: { path: { id } },
      body: { member_ids: memberIds },
    }),
  );
/** Takes somebody out; oneself, to leave. */
export const removeMember = (id: string, userId: string) =>
  unwrap(
    client.DELETE('/conversations/{id}/members/{user_id}', {
      params: { path: { id, user_id: userId } },
    }),
  );

/** A part of a conversation, always in the order of the numbers. */
export const messagesOf = (
  id: string,
  query: { before?: number; after?: number; limit?: number },
  signal?: AbortSignal,
) =>
  unwrap(
    client.GET('/conversations/{id}/messages', {
      params: { path: { id }, query },
      ...(signal === undefined ? {} : { signal }),
    }),
  );

export const sendMessage = (id: string, body: NewMessage) =>
  unwrap(client.POST('/conversations/{id}/messages', { params: { path: { id } }, body }));
export const editMessage = (message: Message, body: string) =>
  unwrap(
    client.PATCH('/conversations/{id}/messages/{number}', {
      params: placeOf(message),
      body: { body },
    }),
  );
export const deleteMessage = (message: Message) =>
  unwrap(client.DELETE('/conversations/{id}/messages/{number}', { params: placeOf(message) }));
export const markRead = (id: string, number: number) =>
  unwrap(client.POST('/conversations/{id}/read', { params: { path: { id } }, body: { number } }));

export const messageFilesPath = (id: string) => `/conversations/${id}/files`;
export const messageFileLink = (id: string, fileId: string, disposition: Disposition) =>
  unwrap(
    client.POST('/conversations/{id}/files/{file_id}/link', {
      params: { path: { id, file_id: fileId } },
      body: { disposition },
    }),
  );
export const removeMessageFile = (id: string, fileId: string) =>
  unwrap(
    client.DELETE('/conversations/{id}/files/{file_id}', {
      params: { path: { id, file_id: fileId } },
    }),
  );

/** Messages of all conversations in which every word occurs, the newest first. */
export const foundMessagesQuery = (query: Omit<MessagesQuery, 'limit' | 'offset'>) =>
  infiniteQueryOptions({
    queryKey: [...chatKey, 'found', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/messages', { params: { query: { ...query, offset: pageParam } }, signal }),
      ),
    initialPageParam: 0,
    getNextPageParam: nextOffset,
    placeholderData: keepPreviousData,
  });

export const presenceOf = (userIds: readonly string[]) =>
  unwrap(client.GET('/presence', { params: { query: { user_ids: userIds.join(',') } } }));

export const deletedMessagesQuery = (query: DeletedQuery) =>
  queryOptions({
    queryKey: [...chatKey, 'deleted', query],
    queryFn: ({ signal }) => unwrap(client.GET('/deleted-messages', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** Shows what a deleted message said. The server writes down who asked, and why. */
export const discloseMessage = (id: string, reason: string) =>
  unwrap(
    client.POST('/deleted-messages/{id}/disclose', { params: { path: { id } }, body: { reason } }),
  );
