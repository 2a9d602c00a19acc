import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { taskQuery } from '~/api/tasks';
import type { Task } from '~/api/tasks-types';
import { HandInPanel } from '~/features/tasks/hand-in-panel';
import { HandInsPanel } from '~/features/tasks/hand-ins-panel';
import { ProgressPanel } from '~/features/tasks/progress-panel';
import { TaskActions } from '~/features/tasks/task-actions';
import { TaskAttachments } from '~/features/tasks/task-attachments';
import { StageBadge, WorkBadge } from '~/features/tasks/task-badges';
import { schoolTimeZone, useFormats } from '~/i18n/format';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { RichText } from '~/ui/rich-text';
import { SkeletonLines } from '~/ui/skeleton';

interface TaskPageProps {
  id: string;
  /** About which student, when it is not the person who looks. */
  studentId?: string | undefined;
  onDeleted: () => void;
}

/** A task as everybody sees it, and below it what the person has to do with it. */
export function TaskPage({ id, studentId, onDeleted }: TaskPageProps) {
  const { t } = useTranslation('tasks');
  const { moment, number } = useFormats();
  const handsIn = useCan('hand_in');
  const { data: task } = useQuery({
    ...taskQuery(id, studentId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const above = (
    <Breadcrumbs>
      <TextLink to="/tasks" search={{ child: studentId }}>
        {t('title')}
      </TextLink>
    </Breadcrumbs>
  );
  if (task === undefined)
    return (
      <>
        <PageHeader title={t('task')} above={above} />
        <Card className="p-4">
          <SkeletonLines lines={8} />
        </Card>
      </>
    );
  const own = handsIn && studentId === undefined && task.mine !== null;
  return (
    <>
      <PageHeader
        title={task.title}
        note={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            {t('dueAt', { time: moment(task.due_at) })} ·{' '}
            {t('pointsOf', { count: task.points, shown: number(task.points) })}
            <WorkBadge task={task} />
          </span>
        }
        above={above}
        actions={<TaskActions task={task} onDeleted={onDeleted} />}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('instructions')}>
            {task.instructions_html.trim() === '' ? (
              <p className="text-muted">{t('noInstructions')}</p>
            ) : (
              <RichText html={task.instructions_html} />
            )}
          </Panel>
          <TaskAttachments task={task} />
          {own ? <HandInPanel key={task.id} task={task} /> : null}
          {task.progress === null ? (
            <HandInsPanel task={task} studentId={studentId} own={own} />
          ) : null}
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title={t('about')}>
            <TaskFacts task={task} />
          </Panel>
          {task.progress === null || task.status === 'draft' ? null : (
            <ProgressPanel task={task} progress={task.progress} />
          )}
        </div>
      </div>
    </>
  );
}

function TaskFacts({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const { moment, number } = useFormats();
  const accepted = Date.parse(task.closes_at) > Date.parse(task.due_at);
  return (
    <Facts
      facts={[
        {
          label: t('status'),
          value: task.mine === null ? <StageBadge task={task} /> : <WorkBadge task={task} />,
        },
        {
          label: t('due'),
          value: (
            <>
              {moment(task.due_at)}
              <span className="block text-xs text-muted">
                {t('zoneNote', { zone: schoolTimeZone() })}
              </span>
            </>
          ),
        },
        {
          label: t('late.title'),
          value: accepted ? t('late.until', { time: moment(task.closes_at) }) : t('late.refused'),
        },
        { label: t('points'), value: number(task.points) },
        {
          label: t('section'),
          value: (
            <TextLink
              to="/sections/$sectionId"
              params={{ sectionId: task.section_id }}
              preload={false}
            >
              {task.section_name}
            </TextLink>
          ),
        },
        { label: t('subject'), value: task.subject_title },
        { label: t('author'), value: task.author_name },
      ]}
    />
  );
}
