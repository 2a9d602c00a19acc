import { createFileRoute } from '@tanstack/react-router';

import { teachingAssignmentsQuery } from '~/api/structure';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { MissingSubjectsPanel, TeacherLoadPanel } from '~/features/structure/load-panels';
import { FreePlacesPanel } from '~/features/structure/structure-panels';
import { visibleSections } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/coordinator')({
  beforeLoad: () => requireRole('academic_coordinator'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(visibleSections());
    void queries.prefetchQuery(teachingAssignmentsQuery());
    await loadTexts('home', 'structure');
  },
  component: CoordinatorHome,
});

function CoordinatorHome() {
  return (
    <HomePage role="academic_coordinator">
      <div className="flex min-w-0 flex-col gap-4">
        <MissingSubjectsPanel />
        <FreePlacesPanel />
      </div>
      <TeacherLoadPanel />
    </HomePage>
  );
}
