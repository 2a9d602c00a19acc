import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck } from 'lucide-react';
import { type ReactNode, useId, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { tasksQuery } from '~/api/tasks';
import type { Task } from '~/api/tasks-types';
import { type DueGroup, groupedByDue } from '~/features/tasks/due-groups';
import { HomeworkLine } from '~/features/tasks/homework-line';
import { SubjectFilter, TextFilter } from '~/features/tasks/task-filters';
import { homeworkQuery, isFiltered, type TasksSearch } from '~/features/tasks/task-search';
import { firstWeekday, schoolTimeZone } from '~/i18n/format';
import { useNow } from '~/lib/use-now';
import { Card } from '~/ui/card';
import { ExportButton } from '~/ui/data-table-parts';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { PageHeader } from '~/ui/page-header';
import { Pagination } from '~/ui/pagination';
import { SkeletonLines } from '~/ui/skeleton';
import { TabLink, TabLinks } from '~/ui/tab-links';
import { toast } from '~/ui/toast';

interface HomeworkPageProps {
  search: TasksSearch;
  onSearch: (search: TasksSearch) => void;
  /** About whom, when it is not the person who looks. */
  studentId?: string;
  /** Draws the links that switch between several children. */
  switcher?: ReactNode;
}

/** What a student has to do, by when it is due, and what is closed. */
export function HomeworkPage({ search, onSearch, studentId, switcher }: HomeworkPageProps) {
  const { t } = useTranslation('tasks');
  const closed = search.view === 'closed';
  const kept = { child: search.child };
  return (
    <div className="max-w-4xl">
      <PageHeader title={t('title')} note={t(studentId === undefined ? 'noteOwn' : 'noteChild')} />
      {switcher}
      <TabLinks label={t('views.label')}>
        <TabLink to="/tasks" search={kept} current={!closed}>
          {t('views.open')}
        </TabLink>
        <TabLink to="/tasks" search={{ ...kept, view: 'closed' }} current={closed}>
          {t('views.closed')}
        </TabLink>
      </TabLinks>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <TextFilter search={search} onSearch={onSearch} />
        <SubjectFilter search={search} onSearch={onSearch} />
        <ExportButton
          onExport={() =>
            downloadCsv('/tasks', homeworkQuery(search, studentId), 'tasks').catch(
              (error: unknown) => toast('bad', errorText(error)),
            )
          }
        />
      </div>
      <Homework search={search} onSearch={onSearch} studentId={studentId} />
    </div>
  );
}

interface HomeworkProps extends Pick<HomeworkPageProps, 'search' | 'onSearch'> {
  studentId: string | undefined;
}

function Homework({ search, onSearch, studentId }: HomeworkProps) {
  const { t } = useTranslation('common');
  const query = useQuery(tasksQuery(homeworkQuery(search, studentId)));
  if (query.data === undefined)
    return (
      <Card className="p-4">
        {query.isError ? (
          <ErrorState
            title={t('listFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </Card>
    );
  const { items, total, total_capped, limit, offset } = query.data;
  if (items.length === 0) return <NoHomework search={search} />;
  return (
    <div aria-busy={query.isPlaceholderData}>
      {search.view === 'closed' ? (
        <Card>
          <HomeworkLines tasks={items} studentId={studentId} />
        </Card>
      ) : (
        <HomeworkGroups tasks={items} studentId={studentId} />
      )}
      {total > limit ? (
        <Card className="mt-4">
          <Pagination
            total={total}
            capped={total_capped ?? false}
            limit={limit}
            offset={offset}
            onChange={(page) => onSearch({ ...search, ...page })}
          />
        </Card>
      ) : null}
    </div>
  );
}

function NoHomework({ search }: { search: TasksSearch }) {
  const { t } = useTranslation(['tasks', 'common']);
  return (
    <Card>
      {isFiltered(search) ? (
        <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
      ) : (
        <Empty
          title={t(search.view === 'closed' ? 'noneClosed' : 'noneOpen')}
          icon={<ClipboardCheck aria-hidden />}
        >
          {search.view === 'closed' ? undefined : t('noneOpenDetail')}
        </Empty>
      )}
    </Card>
  );
}

interface TasksOfStudent {
  tasks: Task[];
  studentId: string | undefined;
}

function HomeworkGroups({ tasks, studentId }: TasksOfStudent) {
  const now = useNow();
  const groups = useMemo(
    () =>
      groupedByDue(tasks, {
        now,
        zone: schoolTimeZone(),
        firstWeekday: firstWeekday(),
      }),
    [tasks, now],
  );
  return (
    <div className="flex flex-col gap-5">
      {groups.map((each) => (
        <HomeworkGroup key={each.group} {...each} studentId={studentId} />
      ))}
    </div>
  );
}

function HomeworkGroup({ group, tasks, studentId }: TasksOfStudent & { group: DueGroup }) {
  const { t } = useTranslation('tasks');
  const id = useId();
  return (
    <section aria-labelledby={id}>
      <h2
        id={id}
        className={
          group === 'overdue'
            ? 'mb-1.5 text-[0.9375rem] font-semibold text-bad'
            : 'mb-1.5 text-[0.9375rem] font-semibold'
        }
      >
        {t(`groups.${group}`)}{' '}
        <span className="numeric font-normal text-muted">{tasks.length}</span>
      </h2>
      <Card>
        <HomeworkLines tasks={tasks} studentId={studentId} />
      </Card>
    </section>
  );
}

function HomeworkLines({ tasks, studentId }: TasksOfStudent) {
  return (
    <ul className="divide-y divide-line">
      {tasks.map((task) => (
        <HomeworkLine key={task.id} task={task} studentId={studentId} />
      ))}
    </ul>
  );
}
