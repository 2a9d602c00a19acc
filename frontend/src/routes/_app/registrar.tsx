import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { EnrollmentFigures } from '~/features/enrollment/enrollment-figures';
import { FunnelPanel } from '~/features/enrollment/funnel-panel';
import { WithoutGuardianCard } from '~/features/identity/account-panels';
import { withoutGuardianQuery } from '~/features/identity/people-search';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/registrar')({
  beforeLoad: () => requireRole('registrar'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(progressSummaryQuery());
    void queries.prefetchQuery(visibleSections());
    void queries.prefetchQuery(withoutGuardianQuery());
    await loadTexts('home', 'enrollment', 'structure', 'identity');
  },
  component: RegistrarHome,
});

function RegistrarHome() {
  return (
    <HomePage
      role="registrar"
      figures={
        <>
          <EnrollmentFigures />
          <WithoutGuardianCard />
        </>
      }
    >
      <FunnelPanel />
      <FreePlacesPanel />
    </HomePage>
  );
}
