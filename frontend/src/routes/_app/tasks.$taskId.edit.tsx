import { createFileRoute } from '@tanstack/react-router';

import { taskQuery } from '~/api/tasks';
import { requirePermission } from '~/app/guards';
import { EditTaskPage } from '~/features/tasks/task-editor';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/tasks/$taskId/edit')({
  beforeLoad: () => requirePermission('manage_tasks'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(taskQuery(params.taskId));
    await loadTexts('tasks');
  },
  component: EditTask,
});

function EditTask() {
  const { taskId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <EditTaskPage
      id={taskId}
      onSaved={() => void navigate({ to: '/tasks/$taskId', params: { taskId } })}
    />
  );
}
