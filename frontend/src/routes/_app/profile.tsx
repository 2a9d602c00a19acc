import { createFileRoute } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import * as z from 'zod/mini';

import { ProfilePage } from '~/features/identity/profile-page';
import { profileTabs } from '~/features/identity/profile-tabs';
import { loadTexts } from '~/i18n/setup';

const MailWishes = lazy(async () => ({
  default: (await import('~/features/notifications/mail-wishes')).MailWishes,
}));

export const Route = createFileRoute('/_app/profile')({
  validateSearch: z.object({ tab: z.catch(z.optional(z.enum(profileTabs)), undefined) }),
  loader: () => loadTexts('identity', 'notifications'),
  component: Profile,
});

function Profile() {
  const { tab } = Route.useSearch();
  return (
    <ProfilePage
      tab={tab ?? 'details'}
      notifications={
        <Suspense fallback={null}>
          <MailWishes />
        </Suspense>
      }
    />
  );
}
