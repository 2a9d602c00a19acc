import { createFileRoute } from '@tanstack/react-router';

import { liveMeetingsQuery, openMeetingsQuery } from '~/api/meetings';
import { useCan } from '~/api/session-hooks';
import { sectionQuery, sectionStudentsQuery, sectionTeachersQuery } from '~/api/structure';
import { currentMe } from '~/app/active-role';
import { requirePage } from '~/app/guards';
import { LiveMeetings } from '~/features/meetings/live-meetings';
import { NextMeetingsPanel } from '~/features/meetings/meeting-lines';
import { ScheduleButton } from '~/features/meetings/schedule-button';
import { SectionPage } from '~/features/structure/section-page';
import { sectionTasksQuery } from '~/features/tasks/task-search';
import { SectionTasks } from '~/features/tasks/teacher-panels';
import { loadTexts } from '~/i18n/setup';
import { can } from '~/lib/permissions';

export const Route = createFileRoute('/_app/sections/$sectionId')({
  beforeLoad: () => requirePage('sections'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(sectionQuery(params.sectionId));
    void queries.prefetchQuery(sectionStudentsQuery(params.sectionId));
    void queries.prefetchQuery(sectionTeachersQuery(params.sectionId));
    if (can(currentMe(), 'read_meetings')) {
      void queries.prefetchQuery(liveMeetingsQuery(params.sectionId));
      void queries.prefetchQuery(openMeetingsQuery(params.sectionId));
    }
    if (can(currentMe(), 'read_tasks'))
      void queries.prefetchQuery(sectionTasksQuery(params.sectionId));
    await loadTexts('structure', 'meetings', 'tasks');
  },
  component: SectionDetail,
});

function SectionDetail() {
  const { sectionId } = Route.useParams();
  const navigate = Route.useNavigate();
  const meets = useCan('read_meetings');
  const tasks = useCan('read_tasks');
  return (
    <>
      {meets ? <LiveMeetings sectionId={sectionId} /> : null}
      <SectionPage
        sectionId={sectionId}
        onDeleted={() => void navigate({ to: '/sections' })}
        beside={
          <>
            {tasks ? <SectionTasks sectionId={sectionId} /> : null}
            {meets ? (
              <NextMeetingsPanel
                sectionId={sectionId}
                actions={<ScheduleButton sectionId={sectionId} />}
              />
            ) : null}
          </>
        }
      />
    </>
  );
}
