import { createFileRoute } from '@tanstack/react-router';

import { gradeLevelsQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { LevelsPage } from '~/features/structure/levels-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/grade-levels')({
  beforeLoad: () => requirePage('gradeLevels'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(gradeLevelsQuery());
    await loadTexts('structure');
  },
  component: LevelsPage,
});
