import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { FunnelPanel } from '~/features/enrollment/funnel-panel';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/guidance')({
  beforeLoad: () => requireRole('guidance'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(progressSummaryQuery());
    void queries.prefetchQuery(visibleSections());
    await loadTexts('home', 'enrollment', 'structure');
  },
  component: GuidanceHome,
});

function GuidanceHome() {
  return (
    <HomePage role="guidance">
      <FreePlacesPanel />
      <FunnelPanel />
    </HomePage>
  );
}
