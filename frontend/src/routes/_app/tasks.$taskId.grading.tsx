import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { rosterQuery, taskQuery } from '~/api/tasks';
import { requirePermission } from '~/app/guards';
import { GradingPage } from '~/features/tasks/grading-page';
import { rosterFilters } from '~/features/tasks/roster';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/tasks/$taskId/grading')({
  validateSearch: z.object({
    student: optionalWord(),
    show: z.catch(z.optional(z.enum(rosterFilters)), undefined),
    q: optionalWord(),
  }),
  beforeLoad: () => requirePermission('read_unreturned_scores'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(taskQuery(params.taskId));
    void queries.prefetchQuery(rosterQuery(params.taskId));
    await loadTexts('tasks', 'files');
  },
  component: Grading,
});

function Grading() {
  const navigate = Route.useNavigate();
  return (
    <GradingPage
      taskId={Route.useParams().taskId}
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true, resetScroll: false })}
    />
  );
}
