import { queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';

/** What every page needs to know of conversations; the rest comes with those that show them. */
export const chatKey = ['chat'] as const;
export const unreadKey = [...chatKey, 'unread'] as const;

const mostUnread = 100;

/** How much is unread in all. Beyond the hundred conversations that are known, what is left out is not counted. */
export function unreadTotal({ items }: { items: readonly { unread: number }[] }): number {
  return items.reduce((sum, { unread }) => sum + unread, 0);
}

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
