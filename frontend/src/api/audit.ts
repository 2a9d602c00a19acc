import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';
import type { AuditQuery } from '~/api/schema';

export const auditKey = ['audit'] as const;

export const auditTrailQuery = (filter: Pick<AuditQuery, 'actor_id' | 'action'>) =>
  infiniteQueryOptions({
    queryKey: [...auditKey, 'trail', filter],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/audit', {
          params: {
            query: { ...filter, limit: 50, ...(pageParam === '' ? {} : { before: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
  });

export const latestAuditQuery = (limit: number) =>
  queryOptions({
    queryKey: [...auditKey, 'latest', limit],
    queryFn: ({ signal }) => unwrap(client.GET('/audit', { params: { query: { limit } }, signal })),
  });
