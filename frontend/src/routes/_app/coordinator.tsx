import { createFileRoute } from '@tanstack/react-router';

import { liveMeetingsQuery, openMeetingsQuery } from '~/api/meetings';
import { latestAnnouncementsQuery } from '~/api/notices';
import { teachingAssignmentsQuery } from '~/api/structure';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { NextMeetingsPanel } from '~/features/meetings/meeting-lines';
import { LatestAnnouncementsPanel } from '~/features/notices/home-panels';
import { MissingSubjectsPanel, TeacherLoadPanel } from '~/features/structure/load-panels';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { longDueQuery } from '~/features/tasks/task-search';
import { OverdueGradingPanel } from '~/features/tasks/teacher-panels';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/coordinator')({
  beforeLoad: () => requireRole('academic_coordinator'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(visibleSections());
    void queries.prefetchQuery(teachingAssignmentsQuery());
    void queries.prefetchQuery(liveMeetingsQuery());
    void queries.prefetchQuery(openMeetingsQuery());
    void queries.prefetchQuery(latestAnnouncementsQuery());
    void queries.prefetchQuery(longDueQuery());
    await loadTexts('home', 'structure', 'notices', 'meetings', 'tasks');
  },
  component: CoordinatorHome,
});

function CoordinatorHome() {
  return (
    <>
      <LiveMeetings />
      <HomePage role="academic_coordinator">
        <div className="flex min-w-0 flex-col gap-4">
          <OverdueGradingPanel />
          <MissingSubjectsPanel />
          <FreePlacesPanel />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <NextMeetingsPanel />
          <LatestAnnouncementsPanel />
          <TeacherLoadPanel />
        </div>
      </HomePage>
    </>
  );
}
