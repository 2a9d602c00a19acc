import { createFileRoute } from '@tanstack/react-router';

import { teachingAssignmentsQuery } from '~/api/structure';
import { currentMe } from '~/app/active-role';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { TaughtSectionsPanel } from '~/features/structure/load-panels';
import { ownSectionsQuery } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/teacher')({
  beforeLoad: () => requireRole('teacher'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(ownSectionsQuery());
    const me = currentMe();
    if (me !== null) void queries.prefetchQuery(teachingAssignmentsQuery({ teacher_id: me.id }));
    await loadTexts('home', 'structure');
  },
  component: TeacherHome,
});

function TeacherHome() {
  return (
    <HomePage role="teacher">
      <TaughtSectionsPanel />
    </HomePage>
  );
}
