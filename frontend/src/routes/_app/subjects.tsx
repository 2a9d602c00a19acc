import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { subjectsQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { subjectsListQuery } from '~/features/structure/structure-search';
import { SubjectsPage } from '~/features/structure/subjects-page';
import { loadTexts } from '~/i18n/setup';
import { listSearch } from '~/lib/list-search';

export const Route = createFileRoute('/_app/subjects')({
  validateSearch: z.object(listSearch),
  beforeLoad: () => requirePage('subjects'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(subjectsQuery(subjectsListQuery(deps)));
    await loadTexts('structure');
  },
  component: Subjects,
});

function Subjects() {
  const navigate = Route.useNavigate();
  return (
    <SubjectsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
