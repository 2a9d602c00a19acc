import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { expect, it, vi } from 'vitest';

import { readUpTo } from '~/api/chat-sending';
import { unreadQuery, unreadTotal } from '~/api/chat-unread';
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
  server.use(
    http.get(`${base}/conversations`, async () => {
      const items = read < 9 ? [{ id: 'c1', unread: 3, last_number: 9, read_number: 6 }] : [];
      if (items.length > 0) await held;
      return HttpResponse.json({ items, total: items.length, limit: 100, offset: 0 });
    }),
    http.post(`${base}/conversations/c1/read`, async ({ request }) => {
      read = ((await request.json()) as { number: number }).number;
      return new HttpResponse(null, { status: 204 });
    }),
  );
  const badge = queries.fetchQuery(unreadQuery());
  const reading = readUpTo(queries, 'c1', 9);
  await vi.waitFor(() => expect(read).toBe(9));
  answer();
  await badge;
  await reading;
  const page = queries.getQueryData(unreadQuery().queryKey);
  expect(page === undefined ? null : unreadTotal(page)).toBe(0);
});
