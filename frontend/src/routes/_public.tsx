import { createFileRoute, Outlet } from '@tanstack/react-router';

import { PublicFrame } from '~/app/public-frame';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_public')({
  loader: () => loadTexts('identity'),
  component: () => (
    <PublicFrame>
      <Outlet />
    </PublicFrame>
  ),
});
