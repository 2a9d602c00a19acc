import { QueryClient } from '@tanstack/react-query';

import { isPassing } from '~/api/problem';

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Events say when an answer is outdated; until then it is good for a while.
        staleTime: 30_000,
        retry: (failures, error) => isPassing(error) && failures < 2,
        refetchOnWindowFocus: false,
      },
      mutations: { retry: false },
    },
  });
}
