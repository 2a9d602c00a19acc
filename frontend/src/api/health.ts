import { queryOptions } from '@tanstack/react-query';

import { apiOrigin } from '~/api/base';
import { networkError } from '~/api/problem';
import type { Readiness } from '~/api/types';

/** Whether the server and what it needs are well. A 503 is an answer here, not an error. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: async ({ signal }): Promise<Readiness> => {
      const answer = await fetch(`${apiOrigin}/readyz`, { signal }).catch(() => null);
      if (answer === null) throw networkError();
      const body: unknown = await answer.json().catch(() => null);
      if (isReadiness(body)) return body;
      return { status: answer.ok ? 'ready' : 'unavailable' };
    },
    refetchInterval: 30_000,
  });

function isReadiness(body: unknown): body is Readiness {
  return typeof body === 'object' && body !== null && 'status' in body;
}
