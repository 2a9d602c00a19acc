import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { progressQuery } from '~/api/enrollment';
import { requirePage } from '~/app/guards';
import { ApplicantPage } from '~/features/enrollment/applicant-page';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/enrollment/$studentId')({
  validateSearch: z.object({ year: optionalWord() }),
  beforeLoad: () => requirePage('enrollment'),
  loaderDeps: ({ search }) => ({ year: search.year }),
  loader: async ({ context: { queries }, params, deps }) => {
    void queries.prefetchQuery(progressQuery(params.studentId, deps.year));
    await loadTexts('enrollment');
  },
  component: Applicant,
});

function Applicant() {
  const { studentId } = Route.useParams();
  const { year } = Route.useSearch();
  return <ApplicantPage studentId={studentId} schoolYearId={year} />;
}
