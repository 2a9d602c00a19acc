import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';

import { conversationQuery } from '~/api/chat';
import { readUpTo } from '~/api/chat-sending';
import { unreadQuery, unreadSummaryQuery } from '~/api/chat-unread';
import { sampleConversation } from '~/testing/chat-samples';
import { base } from '~/testing/handlers';
import { enterSchool } from '~/testing/render';
import { server } from '~/testing/server';

it('does not let an answer from before count again what was read since', async () => {
  enterSchool('teacher');
  const queries = new QueryClient();
  let read = 0;
  let answer: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const heldUntilRead = async (before: object, after: object) => {
    if (read >= 9) return HttpResponse.json(after);
    await held;
    return HttpResponse.json(before);
  };
  const item = { id: 'c1', unread: 3, last_number: 9, read_number: 6 };
  const page = { items: [item], total: 1, limit: 3, offset: 0 };
  const summary = { unread_conversations: 2, unread_messages: 5, mentioned: false };
  server.use(
    http.get(`${base}/conversations`, () => heldUntilRead(page, { ...page, items: [], total: 0 })),
    http.get(`${base}/conversations/summary`, () =>
      heldUntilRead(summary, { ...summary, unread_conversations: 1, unread_messages: 2 }),
    ),
    http.post(`${base}/conversations/c1/read`, async ({ request }) => {
      read = ((await request.json()) as { number: number }).number;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const home = queries.fetchQuery(unreadQuery());
  const stop = new QueryObserver(queries, unreadSummaryQuery()).subscribe(() => undefined);
  const reading = readUpTo(queries, 'c1', 9);
  await vi.waitFor(() => expect(read).toBe(9));
  answer();
  await home;
  await reading;
  expect(queries.getQueryData(unreadQuery().queryKey)).toMatchObject({ items: [], total: 0 });
  expect(queries.getQueryData(unreadSummaryQuery().queryKey)?.unread_messages).toBe(2);
  stop();
});

it('counts once what is read, although a list from before comes meanwhile', async () => {
  enterSchool('teacher');
  const queries = new QueryClient();
  const known = sampleConversation('c1', { unread: 3, read_number: 7 });
  const summaryKey = unreadSummaryQuery().queryKey;
  queries.setQueryData(conversationQuery('c1').queryKey, known);
  queries.setQueryData(summaryKey, {
    unread_conversations: 2,
    unread_messages: 5,
    mentioned: false,
  });
  server.use(
    http.post(`${base}/conversations/c1/read`, () => {
      queries.setQueryData(conversationQuery('c1').queryKey, known);
      return new HttpResponse(null, { status: 204 });
    }),
  );
  await readUpTo(queries, 'c1', 10);
  expect(queries.getQueryData(conversationQuery('c1').queryKey)?.unread).toBe(0);
  expect(queries.getQueryData(summaryKey)).toMatchObject({
    unread_conversations: 1,
    unread_messages: 2,
  });
});
