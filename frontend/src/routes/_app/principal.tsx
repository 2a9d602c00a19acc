import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { latestAnnouncementsQuery, upcomingEventsQuery } from '~/api/notices';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { EnrollmentFigures } from '~/features/enrollment/enrollment-figures';
import { FunnelPanel } from '~/features/enrollment/funnel-panel';
import { LatestAnnouncementsPanel, UpcomingEventsPanel } from '~/features/notices/home-panels';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { todayAtSchool } from '~/i18n/format';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/principal')({
  beforeLoad: () => requireRole('principal'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(progressSummaryQuery());
    void queries.prefetchQuery(visibleSections());
    void queries.prefetchQuery(latestAnnouncementsQuery());
    void queries.prefetchQuery(upcomingEventsQuery(todayAtSchool()));
    await loadTexts('home', 'enrollment', 'structure', 'notices');
  },
  component: PrincipalHome,
});

function PrincipalHome() {
  return (
    <HomePage role="principal" figures={<EnrollmentFigures />}>
      <FunnelPanel />
      <div className="flex min-w-0 flex-col gap-4">
        <LatestAnnouncementsPanel />
        <UpcomingEventsPanel />
        <FreePlacesPanel />
      </div>
    </HomePage>
  );
}
