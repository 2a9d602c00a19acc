import { useQuery } from '@tanstack/react-query';
import { ClipboardCheck, Pencil, Plus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { useCan } from '~/api/session-hooks';
import { tasksQuery } from '~/api/tasks';
import type { Task } from '~/api/tasks-types';
import { HandedIn } from '~/features/tasks/handed-in';
import { StageBadge } from '~/features/tasks/task-badges';
import { PlannedFilters } from '~/features/tasks/task-filters';
import { isFiltered, plannedQuery, type TasksSearch } from '~/features/tasks/task-search';
import { useFormats } from '~/i18n/format';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { toast } from '~/ui/toast';

interface TasksPageProps {
  search: TasksSearch;
  onSearch: (search: TasksSearch) => void;
}

/** The tasks of a teacher's sections and subjects, or of the school for those who watch over it. */
export function TasksPage({ search, onSearch }: TasksPageProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const manages = useCan('manage_tasks');
  const query = plannedQuery(search);
  const answer = useQuery(tasksQuery(query));
  const columns = useColumns();
  const newTask = manages ? (
    <LinkButton to="/tasks/new" search={{ section: search.section }} look="primary">
      <Plus aria-hidden />
      {t('new')}
    </LinkButton>
  ) : undefined;
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t(manages ? 'noteTeacher' : 'noteOffice')}
        actions={newTask}
      />
      <DataTable
        id="tasks"
        label={t('title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        sort={query.sort ?? ''}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={<PlannedFilters search={search} onSearch={onSearch} />}
        empty={
          isFiltered(search) ? (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          ) : (
            <Empty title={t('emptyTitle')} action={newTask}>
              {t(manages ? 'emptyTeacher' : 'emptyOffice')}
            </Empty>
          )
        }
        onExport={() =>
          downloadCsv('/tasks', query, 'tasks').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
    </>
  );
}

function useColumns(): Column<Task>[] {
  const { t } = useTranslation(['tasks', 'common']);
  const { moment, number } = useFormats();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('name'),
        sort: 'title',
        primary: true,
        cell: (row) => (
          <TextLink
            to="/tasks/$taskId"
            params={{ taskId: row.id }}
            preload={false}
            className="line-clamp-2 break-words"
          >
            {row.title}
          </TextLink>
        ),
      },
      { id: 'status', header: t('status'), cell: (row) => <StageBadge task={row} /> },
      {
        id: 'section',
        header: t('section'),
        cell: (row) => (
          <TextLink
            to="/sections/$sectionId"
            params={{ sectionId: row.section_id }}
            preload={false}
          >
            {row.section_name}
          </TextLink>
        ),
      },
      { id: 'subject', header: t('subject'), cell: (row) => row.subject_title },
      { id: 'due_at', header: t('due'), sort: 'due_at', cell: (row) => moment(row.due_at) },
      {
        id: 'points',
        header: t('points'),
        numeric: true,
        hiddenAtFirst: true,
        cell: (row) => number(row.points),
      },
      {
        id: 'author',
        header: t('author'),
        hiddenAtFirst: true,
        cell: (row) => row.author_name,
      },
      {
        id: 'handed_in',
        header: t('handedIn'),
        cell: (row) =>
          row.progress === null || row.status === 'draft' ? (
            ''
          ) : (
            <HandedIn progress={row.progress} />
          ),
      },
      {
        id: 'graded',
        header: t('graded'),
        numeric: true,
        cell: (row) =>
          row.progress === null || row.status === 'draft' ? '' : number(row.progress.graded),
      },
      {
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (row) => <RowActions task={row} />,
      },
    ],
    [t, moment, number],
  );
}

function RowActions({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const { id, title, status, progress, manageable } = task;
  const params = { taskId: id };
  return (
    <span className="inline-flex">
      {progress === null || status === 'draft' ? null : (
        <LinkButton
          to="/tasks/$taskId/grading"
          params={params}
          preload={false}
          look="quiet"
          size="iconSmall"
          aria-label={t('gradeTask', { title })}
          title={t('gradeTask', { title })}
        >
          <ClipboardCheck aria-hidden />
        </LinkButton>
      )}
      {manageable ? (
        <LinkButton
          to="/tasks/$taskId/edit"
          params={params}
          preload={false}
          look="quiet"
          size="iconSmall"
          aria-label={t('editTask', { title })}
          title={t('editTask', { title })}
        >
          <Pencil aria-hidden />
        </LinkButton>
      ) : null}
    </span>
  );
}
