import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';

import { RouteError } from '~/app/route-error';
import { routeTree } from '~/routeTree.gen';

export function createAppRouter(queries: QueryClient) {
  return createRouter({
    routeTree,
    context: { queries },
    // A refusal shows where the page would stand, inside the frame.
    defaultErrorComponent: RouteError,
    defaultPreload: 'intent',
    // The query cache decides what is fresh, so the router keeps nothing of its own.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
