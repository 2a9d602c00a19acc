import { createFileRoute } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { useMe } from '~/api/session-hooks';
import { tasksQuery } from '~/api/tasks';
import { activeRole, currentMe, useActiveRole } from '~/app/active-role';
import { ChildSwitcher } from '~/app/child-switcher';
import { requirePage } from '~/app/guards';
import { HomeworkPage } from '~/features/tasks/homework-page';
import {
  homeworkQuery,
  plannedQuery,
  type TasksSearch,
  taskStages,
} from '~/features/tasks/task-search';
import { TasksPage } from '~/features/tasks/tasks-page';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalFlag, optionalWord } from '~/lib/list-search';
import { Alert } from '~/ui/alert';
import { Empty } from '~/ui/empty';

export const Route = createFileRoute('/_app/tasks/')({
  validateSearch: z.object({
    ...listSearch,
    section: optionalWord(),
    subject: optionalWord(),
    stage: z.catch(z.optional(z.enum(taskStages)), undefined),
    to_grade: optionalFlag(),
    view: z.catch(z.optional(z.literal('closed')), undefined),
    child: optionalWord(),
  }),
  beforeLoad: () => requirePage('tasks'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    const me = currentMe();
    const role = me === null ? null : activeRole(me);
    if (role === 'student') void queries.prefetchQuery(tasksQuery(homeworkQuery(deps)));
    else if (role !== 'parent') void queries.prefetchQuery(tasksQuery(plannedQuery(deps)));
    await loadTexts('tasks', 'enrollment');
  },
  component: Tasks,
});

function Tasks() {
  const navigate = Route.useNavigate();
  const role = useActiveRole();
  const search = Route.useSearch();
  const onSearch = (next: TasksSearch) => void navigate({ search: next, replace: true });
  if (role === 'student') return <HomeworkPage search={search} onSearch={onSearch} />;
  if (role === 'parent') return <ChildTasks search={search} onSearch={onSearch} />;
  return <TasksPage search={search} onSearch={onSearch} />;
}

interface ChildTasksProps {
  search: TasksSearch;
  onSearch: (search: TasksSearch) => void;
}

/** One child at a time; the address says which. */
function ChildTasks({ search, onSearch }: ChildTasksProps) {
  const { t } = useTranslation('enrollment');
  const { children } = useMe();
  const shown = children.find((child) => child.id === search.child) ?? children[0];
  if (shown === undefined)
    return <Empty title={t('children.none')}>{t('children.noneDetail')}</Empty>;
  const switcher =
    children.length > 1 ? <ChildSwitcher to="/tasks" choices={children} shown={shown} /> : null;
  if (!shown.rights.academics)
    return (
      <>
        {switcher}
        <Alert tone="info">{t('children.noAcademics', { name: shown.first_name })}</Alert>
      </>
    );
  return (
    <HomeworkPage search={search} onSearch={onSearch} studentId={shown.id} switcher={switcher} />
  );
}
