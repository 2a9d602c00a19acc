import { createRootRouteWithContext, Outlet } from '@tanstack/react-router';

import { restoreSession } from '~/api/session';
import { RouteError } from '~/app/route-error';
import type { RouterContext } from '~/app/router-context';
import { NotFoundPage } from '~/app/status-pages';
import { Toaster } from '~/ui/toast';

export const Route = createRootRouteWithContext<RouterContext>()({
  beforeLoad: () => restoreSession(),
  component: Root,
  errorComponent: ({ error }) => (
    <main id="main">
      <RouteError error={error} />
    </main>
  ),
  notFoundComponent: () => (
    <main id="main">
      <NotFoundPage />
    </main>
  ),
});

function Root() {
  return (
    <>
      <Outlet />
      <Toaster />
    </>
  );
}
