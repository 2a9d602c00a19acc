import { createFileRoute } from '@tanstack/react-router';
import { lazy } from 'react';

import { useMaybeMe } from '~/api/session-hooks';
import { publicSettingsQuery } from '~/api/settings';
import { requireSession } from '~/app/guards';
import { RealtimeProvider } from '~/app/realtime-provider';
import { Shell } from '~/app/shell/shell';
import { NotFoundPage } from '~/app/status-pages';
import { setSchoolFormat } from '~/i18n/format';

const NotificationPanel = lazy(async () => ({
  default: (await import('~/features/notifications/notification-panel')).NotificationPanel,
}));

export const Route = createFileRoute('/_app')({
  beforeLoad: ({ location }) => requireSession(location.href),
  loader: async ({ context }) => {
    // Dates are written as the school writes them; a failure leaves the defaults.
    const school = await context.queries.ensureQueryData(publicSettingsQuery()).catch(() => null);
    if (school !== null) setSchoolFormat(school.time_zone, school.locale);
  },
  component: Frame,
  notFoundComponent: NotFoundPage,
});

function Frame() {
  const me = useMaybeMe();
  // The session may end while a page is on screen; nothing of it stays visible.
  if (me === null) return null;
  return (
    <RealtimeProvider key={me.id}>
      <Shell notifications={(close) => <NotificationPanel onClose={close} />} />
    </RealtimeProvider>
  );
}
