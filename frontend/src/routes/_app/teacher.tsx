import { createFileRoute } from '@tanstack/react-router';

import { unreadQuery } from '~/api/chat-unread';
import { liveMeetingsQuery, openMeetingsQuery } from '~/api/meetings';
import { latestAnnouncementsQuery } from '~/api/notices';
import { teachingAssignmentsQuery } from '~/api/structure';
import { currentMe } from '~/app/active-role';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { UnreadMessagesPanel } from '~/features/chat/home-panels';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { NextMeetingsPanel } from '~/features/meetings/meeting-lines';
import { LatestAnnouncementsPanel } from '~/features/notices/home-panels';
import { TaughtSectionsPanel } from '~/features/structure/load-panels';
import { ownSectionsQuery } from '~/features/structure/structure-search';
import { toGradeQuery, underWayQuery } from '~/features/tasks/task-search';
import { MissingWorkPanel, ToGradePanel } from '~/features/tasks/teacher-panels';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/teacher')({
  beforeLoad: () => requireRole('teacher'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(ownSectionsQuery());
    const me = currentMe();
    if (me !== null) void queries.prefetchQuery(teachingAssignmentsQuery({ teacher_id: me.id }));
    void queries.prefetchQuery(liveMeetingsQuery());
    void queries.prefetchQuery(openMeetingsQuery());
    void queries.prefetchQuery(latestAnnouncementsQuery());
    void queries.prefetchQuery(toGradeQuery());
    void queries.prefetchQuery(underWayQuery());
    void queries.prefetchQuery(unreadQuery());
    await loadTexts('home', 'structure', 'notices', 'meetings', 'tasks', 'chat');
  },
  component: TeacherHome,
});

function TeacherHome() {
  return (
    <>
      <LiveMeetings />
      <HomePage role="teacher">
        <div className="flex min-w-0 flex-col gap-4">
          <ToGradePanel />
          <MissingWorkPanel />
          <TaughtSectionsPanel />
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <NextMeetingsPanel />
          <UnreadMessagesPanel />
          <LatestAnnouncementsPanel />
        </div>
      </HomePage>
    </>
  );
}
