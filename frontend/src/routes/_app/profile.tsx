import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { ProfilePage } from '~/features/identity/profile-page';
import { profileTabs } from '~/features/identity/profile-tabs';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/profile')({
  validateSearch: z.object({ tab: z.catch(z.optional(z.enum(profileTabs)), undefined) }),
  loader: () => loadTexts('identity'),
  component: Profile,
});

function Profile() {
  const { tab } = Route.useSearch();
  return <ProfilePage tab={tab ?? 'details'} />;
}
