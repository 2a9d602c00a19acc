import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { EnrollmentFigures } from '~/features/enrollment/enrollment-figures';
import { FunnelPanel } from '~/features/enrollment/funnel-panel';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/principal')({
  beforeLoad: () => requireRole('principal'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(progressSummaryQuery());
    void queries.prefetchQuery(visibleSections());
    await loadTexts('home', 'enrollment', 'structure');
  },
  component: PrincipalHome,
});

function PrincipalHome() {
  return (
    <HomePage role="principal" figures={<EnrollmentFigures />}>
      <FunnelPanel />
      <FreePlacesPanel />
    </HomePage>
  );
}
