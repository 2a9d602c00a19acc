import { createFileRoute } from '@tanstack/react-router';

import { sectionQuery, sectionStudentsQuery, sectionTeachersQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { SectionPage } from '~/features/structure/section-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/sections/$sectionId')({
  beforeLoad: () => requirePage('sections'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(sectionQuery(params.sectionId));
    void queries.prefetchQuery(sectionStudentsQuery(params.sectionId));
    void queries.prefetchQuery(sectionTeachersQuery(params.sectionId));
    await loadTexts('structure');
  },
  component: SectionDetail,
});

function SectionDetail() {
  const { sectionId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <SectionPage sectionId={sectionId} onDeleted={() => void navigate({ to: '/sections' })} />;
}
