import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { gradeLevelsQuery, schoolYearsQuery, sectionsQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { SectionsPage } from '~/features/structure/sections-page';
import { sectionsListQuery } from '~/features/structure/structure-search';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/sections/')({
  validateSearch: z.object({ ...listSearch, level: optionalWord(), year: optionalWord() }),
  beforeLoad: () => requirePage('sections'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(sectionsQuery(sectionsListQuery(deps)));
    void queries.prefetchQuery(gradeLevelsQuery());
    void queries.prefetchQuery(schoolYearsQuery());
    await loadTexts('structure');
  },
  component: Sections,
});

function Sections() {
  const navigate = Route.useNavigate();
  return (
    <SectionsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
