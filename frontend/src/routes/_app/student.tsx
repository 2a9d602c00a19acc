import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ownProgressQuery } from '~/api/enrollment';
import { currentMe } from '~/app/active-role';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { OwnEnrollment } from '~/features/enrollment/own-enrollment';
import { OwnSectionsPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/student')({
  beforeLoad: () => requireRole('student'),
  loader: async ({ context: { queries } }) => {
    const me = currentMe();
    if (me !== null) void queries.prefetchQuery(ownProgressQuery(me));
    void queries.prefetchQuery(visibleSections());
    await loadTexts('home', 'enrollment', 'structure');
  },
  component: StudentHome,
});

function StudentHome() {
  const { t } = useTranslation('structure');
  return (
    <HomePage role="student">
      <OwnEnrollment />
      <OwnSectionsPanel title={t('panel.ownSection')} />
    </HomePage>
  );
}
