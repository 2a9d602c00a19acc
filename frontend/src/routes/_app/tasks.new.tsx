import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { requirePermission } from '~/app/guards';
import { NewTaskPage } from '~/features/tasks/task-editor';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/tasks/new')({
  validateSearch: z.object({ section: optionalWord() }),
  beforeLoad: () => requirePermission('manage_tasks'),
  loader: () => loadTexts('tasks'),
  component: NewTask,
});

function NewTask() {
  const navigate = Route.useNavigate();
  return (
    <NewTaskPage
      sectionId={Route.useSearch().section}
      onSaved={(taskId) => void navigate({ to: '/tasks/$taskId', params: { taskId } })}
    />
  );
}
