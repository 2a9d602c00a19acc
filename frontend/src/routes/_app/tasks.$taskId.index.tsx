import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { taskQuery } from '~/api/tasks';
import { requirePage } from '~/app/guards';
import { TaskPage } from '~/features/tasks/task-page';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/tasks/$taskId/')({
  validateSearch: z.object({ child: optionalWord() }),
  beforeLoad: () => requirePage('tasks'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, params, deps }) => {
    void queries.prefetchQuery(taskQuery(params.taskId, deps.child));
    await loadTexts('tasks', 'files');
  },
  component: TaskDetail,
});

function TaskDetail() {
  const navigate = Route.useNavigate();
  return (
    <TaskPage
      id={Route.useParams().taskId}
      studentId={Route.useSearch().child}
      onDeleted={() => void navigate({ to: '/tasks' })}
    />
  );
}
