import { queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';

/** What every page needs to know of conversations; the rest comes with those that show them. */
export const chatKey = ['chat'] as const;
export const unreadKey = [...chatKey, 'unread'] as const;

const mostUnread = 100;

/** Those in which something is unread; the badge counts them, and homes show the latest. */
export const unreadQuery = () =>
  queryOptions({
    queryKey: unreadKey,
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/conversations', {
          params: { query: { unread: true, limit: mostUnread } },
          signal,
        }),
      ),
  });
