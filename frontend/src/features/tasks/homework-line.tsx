import { useTranslation } from 'react-i18next';

import type { Task } from '~/api/tasks-types';
import { WorkBadge } from '~/features/tasks/task-badges';
import { useFormats } from '~/i18n/format';
import { TextLink } from '~/ui/link-button';

interface HomeworkLineProps {
  task: Task;
  /** About whom, when it is not the person who looks. */
  studentId?: string | undefined;
}

/** One task of a student, in a list of any kind. */
export function HomeworkLine({ task, studentId }: HomeworkLineProps) {
  const { t } = useTranslation('tasks');
  const { moment, fromToday } = useFormats();
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-2.5">
      <span className="min-w-0">
        <TextLink
          to="/tasks/$taskId"
          params={{ taskId: task.id }}
          search={{ child: studentId }}
          preload={false}
          className="line-clamp-2 break-words"
        >
          {task.title}
        </TextLink>
        <span className="block text-[0.8125rem] text-muted">{task.subject_title}</span>
        <span className="block text-[0.8125rem] text-muted">
          {t('dueAt', { time: moment(task.due_at) })} ({fromToday(task.due_at)})
        </span>
      </span>
      <span className="shrink-0 pt-0.5">
        <WorkBadge task={task} />
      </span>
    </li>
  );
}
