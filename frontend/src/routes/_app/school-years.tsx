import { createFileRoute } from '@tanstack/react-router';

import { schoolYearsQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { YearsPage } from '~/features/structure/years-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/school-years')({
  beforeLoad: () => requirePage('schoolYears'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(schoolYearsQuery());
    await loadTexts('structure');
  },
  component: YearsPage,
});
