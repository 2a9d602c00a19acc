import { createFileRoute } from '@tanstack/react-router';

import { taskQuery } from '~/api/tasks';
import { requirePage } from '~/app/guards';
import { TaskPage } from '~/features/tasks/task-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/tasks/$taskId/')({
  beforeLoad: () => requirePage('tasks'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(taskQuery(params.taskId));
    await loadTexts('tasks', 'files');
  },
  component: TaskDetail,
});

function TaskDetail() {
  const navigate = Route.useNavigate();
  return (
    <TaskPage id={Route.useParams().taskId} onDeleted={() => void navigate({ to: '/tasks' })} />
  );
}
