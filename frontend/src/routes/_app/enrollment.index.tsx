import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { progressSummaryQuery } from '~/api/enrollment';
import { gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import { requirePage } from '~/app/guards';
import { EnrollmentPage } from '~/features/enrollment/enrollment-page';
import { statusFilters } from '~/features/enrollment/enrollment-search';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/enrollment/')({
  validateSearch: z.object({
    ...listSearch,
    view: z.catch(z.optional(z.enum(['board', 'list'])), undefined),
    status: z.catch(z.optional(z.enum(statusFilters)), undefined),
    level: optionalWord(),
    year: optionalWord(),
  }),
  beforeLoad: () => requirePage('enrollment'),
  loaderDeps: ({ search }) => ({ year: search.year }),
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(progressSummaryQuery(deps.year));
    void queries.prefetchQuery(schoolYearsQuery());
    void queries.prefetchQuery(gradeLevelsQuery());
    await loadTexts('enrollment');
  },
  component: Enrollment,
});

function Enrollment() {
  const navigate = Route.useNavigate();
  return (
    <EnrollmentPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
