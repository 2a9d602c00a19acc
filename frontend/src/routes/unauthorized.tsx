import { createFileRoute } from '@tanstack/react-router';

import { ForbiddenPage } from '~/app/status-pages';

export const Route = createFileRoute('/unauthorized')({
  component: () => (
    <main id="main">
      <ForbiddenPage />
    </main>
  ),
});
