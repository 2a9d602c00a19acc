import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { unreadQuery } from '~/api/chat-unread';
import { ownProgressQuery } from '~/api/enrollment';
import { liveMeetingsQuery, openMeetingsQuery } from '~/api/meetings';
import { newestModulesQuery } from '~/api/modules';
import { latestAnnouncementsQuery, upcomingEventsQuery } from '~/api/notices';
import { currentMe } from '~/app/active-role';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { UnreadMessagesPanel } from '~/features/chat/home-panels';
import { OwnEnrollment } from '~/features/enrollment/own-enrollment';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { NextMeetingsPanel } from '~/features/meetings/meeting-lines';
import { NewModulesPanel } from '~/features/modules/new-modules-panel';
import { LatestAnnouncementsPanel, UpcomingEventsPanel } from '~/features/notices/home-panels';
import { OwnSectionsPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { DueWorkPanel, LatestScoresPanel, latestScoresQuery } from '~/features/tasks/family-panels';
import { openWorkQuery } from '~/features/tasks/task-search';
import { todayAtSchool } from '~/i18n/format';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/student')({
  beforeLoad: () => requireRole('student'),
  loader: async ({ context: { queries } }) => {
    const me = currentMe();
    if (me !== null) void queries.prefetchQuery(ownProgressQuery(me));
    void queries.prefetchQuery(visibleSections());
    void queries.prefetchQuery(liveMeetingsQuery());
    void queries.prefetchQuery(openMeetingsQuery());
    void queries.prefetchQuery(newestModulesQuery());
    void queries.prefetchQuery(latestAnnouncementsQuery());
    void queries.prefetchQuery(upcomingEventsQuery(todayAtSchool()));
    void queries.prefetchQuery(openWorkQuery());
    void queries.prefetchQuery(latestScoresQuery());
    void queries.prefetchQuery(unreadQuery());
    await loadTexts(
      'home',
      'enrollment',
      'structure',
      'notices',
      'meetings',
      'tasks',
      'modules',
      'chat',
    );
  },
  component: StudentHome,
});

function StudentHome() {
  const { t } = useTranslation('structure');
  return (
    <>
      <LiveMeetings />
      <HomePage role="student">
        <div className="flex min-w-0 flex-col gap-4">
          <DueWorkPanel />
          <LatestScoresPanel />
          <NewModulesPanel />
          <OwnEnrollment />
          <OwnSectionsPanel title={t('panel.ownSection')} />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <NextMeetingsPanel />
          <UnreadMessagesPanel />
          <LatestAnnouncementsPanel />
          <UpcomingEventsPanel />
        </div>
      </HomePage>
    </>
  );
}
