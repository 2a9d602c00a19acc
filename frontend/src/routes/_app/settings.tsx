import { createFileRoute } from '@tanstack/react-router';

import { settingsQuery } from '~/api/settings';
import { requirePage } from '~/app/guards';
import { SettingsPage } from '~/features/settings/settings-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/settings')({
  beforeLoad: () => requirePage('settings'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(settingsQuery());
    await loadTexts('settings');
  },
  component: SettingsPage,
});
