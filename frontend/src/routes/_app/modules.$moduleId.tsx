import { createFileRoute } from '@tanstack/react-router';

import { moduleQuery } from '~/api/modules';
import { requirePage } from '~/app/guards';
import { ModulePage } from '~/features/modules/module-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/modules/$moduleId')({
  beforeLoad: () => requirePage('modules'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(moduleQuery(params.moduleId));
    await loadTexts('modules', 'files');
  },
  component: OneModule,
});

function OneModule() {
  const { moduleId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <ModulePage key={moduleId} id={moduleId} onRemoved={() => void navigate({ to: '/modules' })} />
  );
}
