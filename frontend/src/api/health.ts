import { queryOptions } from '@tanstack/react-query';

import { apiOrigin } from '~/api/base';
import { errorText } from '~/api/error-text';
import { asApiError, networkError } from '~/api/problem';
import type { Readiness } from '~/api/types';

/** Whether the server and what it needs are well. A 503 is an answer here, not an error. */
export const readinessQuery = () =>
  queryOptions({
    queryKey: ['health'],
    queryFn: async ({ signal }): Promise<Readiness> => {
      const answer = await fetch(`${apiOrigin}/readyz`, { signal }).catch(() => null);
      if (answer === null) throw networkError();
      if (answer.ok) return { well: true, detail: null };
      const error = asApiError(answer, await answer.json().catch(() => null));
      return { well: false, detail: errorText(error) };
    },
    refetchInterval: 30_000,
  });
