import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import type { Task } from '~/api/tasks-types';
import { Lines } from '~/features/tasks/lines';
import type { RosterFilter } from '~/features/tasks/roster';
import { StageBadge, WorkBadge } from '~/features/tasks/task-badges';
import {
  longDueQuery,
  sectionTasksQuery,
  toGradeQuery,
  underWayQuery,
} from '~/features/tasks/task-search';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { LinkButton, TextLink } from '~/ui/link-button';

/** What waits for a score, the longest waiting first. */
export function ToGradePanel() {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const query = useQuery(toGradeQuery());
  const total = query.data?.total ?? 0;
  return (
    <Panel
      flush
      title={t('panels.toGrade')}
      actions={
        <LinkButton to="/tasks" search={{ to_grade: true }} size="small">
          {total > 0 ? t('panels.allCount', { count: total, shown: number(total) }) : t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        empty={<Empty title={t('panels.nothingToGrade')} icon={<ClipboardCheck aria-hidden />} />}
      >
        {(task) => {
          const waiting =
            task.progress === null ? 0 : task.progress.handed_in - task.progress.graded;
          return (
            <TaskLine key={task.id} task={task}>
              <CountLink task={task} show="to_grade">
                {t('panels.waiting', { count: waiting, shown: number(waiting) })}
              </CountLink>
            </TaskLine>
          );
        }}
      </Lines>
    </Panel>
  );
}

const mostUnderWay = 5;

/** Who has not handed in what is under way in the person's own subjects. */
export function MissingWorkPanel() {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const query = useQuery(underWayQuery());
  return (
    <Panel
      flush
      title={t('panels.missing')}
      actions={
        <LinkButton to="/tasks" search={{ stage: 'open', sort: 'due_at' }} size="small">
          {t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        wanted={(tasks) => tasks.filter(({ manageable }) => manageable).slice(0, mostUnderWay)}
        empty={
          <Empty
            title={t('panels.nothingUnderWay')}
            icon={<ClipboardCheck aria-hidden />}
            action={
              <LinkButton to="/tasks/new" size="small">
                <Plus aria-hidden />
                {t('new')}
              </LinkButton>
            }
          />
        }
      >
        {(task) => {
          const missing =
            task.progress === null ? 0 : task.progress.expected - task.progress.handed_in;
          return (
            <TaskLine key={task.id} task={task}>
              <CountLink task={task} show="missing">
                {t('panels.missingCount', { count: missing, shown: number(missing) })}
              </CountLink>
            </TaskLine>
          );
        }}
      </Lines>
    </Panel>
  );
}

const most = 8;

function ungraded(tasks: Task[]): Task[] {
  return tasks.filter(({ progress }) => progress !== null && progress.graded < progress.handed_in);
}

/** What was due a week ago or longer and still has no scores, for those who watch over it. */
export function OverdueGradingPanel() {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const query = useQuery(longDueQuery());
  return (
    <Panel
      flush
      title={t('panels.overdue')}
      note={t('panels.overdueNote')}
      actions={
        <LinkButton to="/tasks" search={{ stage: 'closed' }} size="small">
          {t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        wanted={(tasks) => ungraded(tasks).slice(0, most)}
        empty={<Empty title={t('panels.nothingOverdue')} icon={<ClipboardCheck aria-hidden />} />}
      >
        {(task) => {
          const waiting =
            task.progress === null ? 0 : task.progress.handed_in - task.progress.graded;
          return (
            <TaskLine key={task.id} task={task} withAuthor>
              <CountLink task={task} show="to_grade">
                {t('panels.waiting', { count: waiting, shown: number(waiting) })}
              </CountLink>
            </TaskLine>
          );
        }}
      </Lines>
    </Panel>
  );
}

/** The tasks of one section, the latest due first, on its own page. */
export function SectionTasks({ sectionId }: { sectionId: string }) {
  const { t } = useTranslation('tasks');
  const manages = useCan('manage_tasks');
  const query = useQuery(sectionTasksQuery(sectionId));
  return (
    <Panel
      flush
      title={t('title')}
      actions={
        <>
          {manages ? (
            <LinkButton to="/tasks/new" search={{ section: sectionId }} size="small">
              <Plus aria-hidden />
              {t('new')}
            </LinkButton>
          ) : null}
          <LinkButton to="/tasks" search={{ section: sectionId }} size="small">
            {t('all')}
          </LinkButton>
        </>
      }
    >
      <Lines
        query={query}
        empty={
          <Empty title={t('emptyTitle')} icon={<ClipboardCheck aria-hidden />}>
            {t(manages ? 'emptyTeacher' : 'emptyOffice')}
          </Empty>
        }
      >
        {(task) => (
          <TaskLine key={task.id} task={task}>
            {task.mine === null ? <StageBadge task={task} /> : <WorkBadge task={task} />}
          </TaskLine>
        )}
      </Lines>
    </Panel>
  );
}

interface TaskLineProps {
  task: Task;
  withAuthor?: boolean;
  children: ReactNode;
}

function TaskLine({ task, withAuthor = false, children }: TaskLineProps) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-2">
      <span className="min-w-0">
        <TextLink
          to="/tasks/$taskId"
          params={{ taskId: task.id }}
          preload={false}
          className="line-clamp-2 break-words"
        >
          {task.title}
        </TextLink>
        <span className="block text-[0.8125rem] text-muted">
          {task.section_name} · {task.subject_title}
          {withAuthor ? ` · ${task.author_name}` : ''}
        </span>
        <span className="block text-[0.8125rem] text-muted">
          {t('dueAt', { time: moment(task.due_at) })}
        </span>
      </span>
      <span className="shrink-0 text-right">{children}</span>
    </li>
  );
}

interface CountLinkProps {
  task: Task;
  show: RosterFilter;
  children: ReactNode;
}

/** A number that leads to those behind it. */
function CountLink({ task, show, children }: CountLinkProps) {
  return (
    <TextLink
      to="/tasks/$taskId/grading"
      params={{ taskId: task.id }}
      search={{ show }}
      preload={false}
      className="numeric text-[0.8125rem]"
    >
      {children}
      <span className="sr-only">: {task.title}</span>
    </TextLink>
  );
}
