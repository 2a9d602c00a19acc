import { queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';

/** What every page needs to know of conversations; the rest comes with those that show them. */
export const chatKey = ['chat'] as const;
export const unreadKey = [...chatKey, 'unread'] as const;

const mostLatest = 3;

/** How much is unread in all: what the badge counts. */
export const unreadSummaryQuery = () =>
  queryOptions({
    queryKey: [...chatKey, 'summary'],
    queryFn: ({ signal }) => unwrap(client.GET('/conversations/summary', { signal })),
  });

/** The latest of those in which something is unread, for homes. */
export const unreadQuery = () =>
  queryOptions({
    queryKey: unreadKey,
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/conversations', {
          params: { query: { unread: true, limit: mostLatest } },
          signal,
        }),
      ),
  });
