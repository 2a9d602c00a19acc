import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { rosterQuery, taskQuery } from '~/api/tasks';
import type { RosterLine, Task } from '~/api/tasks-types';
import { GradingActions } from '~/features/tasks/grading-actions';
import { GradingDetail, type GradingFocus } from '~/features/tasks/grading-detail';
import type { GradingSearch } from '~/features/tasks/grading-search';
import { listedLines, neighbours } from '~/features/tasks/roster';
import { RosterList } from '~/features/tasks/roster-list';
import { useGradingKeys } from '~/features/tasks/use-grading-keys';
import { usePendingGrades } from '~/features/tasks/use-pending-grades';
import { useFormats } from '~/i18n/format';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';
import { UnsavedGuard } from '~/ui/unsaved-guard';

interface GradingPageProps {
  taskId: string;
  search: GradingSearch;
  onSearch: (search: GradingSearch) => void;
}

/** Who has handed in and who has not; the work of one of them beside it, to be graded. */
export function GradingPage({ taskId, search, onSearch }: GradingPageProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const { moment } = useFormats();
  const { data: task } = useQuery({
    ...taskQuery(taskId),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  const roster = useQuery(rosterQuery(taskId));
  return (
    <>
      <PageHeader
        title={task?.title ?? t('grading')}
        note={
          task === undefined
            ? undefined
            : `${task.section_name} · ${task.subject_title} · ${t('dueAt', { time: moment(task.due_at) })}`
        }
        above={
          <Breadcrumbs>
            <TextLink to="/tasks">{t('title')}</TextLink>
            <TextLink to="/tasks/$taskId" params={{ taskId }} preload={false}>
              {t('task')}
            </TextLink>
          </Breadcrumbs>
        }
        actions={
          task === undefined ? undefined : <GradingActions task={task} roster={roster.data ?? []} />
        }
      />
      {task === undefined || roster.data === undefined ? (
        <Card className="p-4">
          {roster.isError ? (
            <ErrorState
              title={t('common:listFailed')}
              detail={errorText(roster.error)}
              onRetry={() => void roster.refetch()}
            />
          ) : (
            <SkeletonLines lines={8} />
          )}
        </Card>
      ) : (
        <GradingDesk task={task} roster={roster.data} search={search} onSearch={onSearch} />
      )}
    </>
  );
}

interface GradingDeskProps extends Pick<GradingPageProps, 'search' | 'onSearch'> {
  task: Task;
  roster: RosterLine[];
}

function GradingDesk({ task, roster, search, onSearch }: GradingDeskProps) {
  const { t } = useTranslation('tasks');
  const { show, q, student } = search;
  const lines = useMemo(() => listedLines(roster, show, q), [roster, show, q]);
  const around = neighbours(lines, student);
  const line = roster.find((each) => each.student_id === student);
  const grades = usePendingGrades(line?.submission ?? null);
  const desk = useRef<HTMLDivElement>(null);
  const wish = useRef<{ student: string; focus: GradingFocus } | null>(null);
  useEffect(() => {
    // The page may show the one before for a moment longer.
    if (wish.current === null || wish.current.student !== student) return;
    const { focus } = wish.current;
    wish.current = null;
    if (focus === 'stays') return;
    const score = desk.current?.querySelector<HTMLElement>('[name=score]') ?? null;
    const name = desk.current?.querySelector<HTMLElement>('h2');
    if (focus === 'score' && score !== null) score.focus();
    else name?.focus();
  });
  const go = (id: string | undefined, focus: GradingFocus = 'stays') => {
    if (id === undefined) return;
    wish.current = { student: id, focus };
    onSearch({ ...search, student: id });
  };
  // Known before saving: what was graded may leave the list.
  const { previous, next } = around;
  useGradingKeys({
    previous: (typing) => go(previous, typing ? 'score' : 'name'),
    next: (typing) => go(next, typing ? 'score' : 'name'),
    saveAndNext: () => void grades.save().then((saved) => (saved ? go(next, 'score') : undefined)),
  });
  return (
    <div ref={desk} className="grid items-start gap-4 lg:grid-cols-[20rem_minmax(0,1fr)]">
      <UnsavedGuard dirty={grades.unsaved.size > 0} />
      <div className={line === undefined ? '' : 'max-lg:hidden'}>
        <RosterList
          task={task}
          roster={roster}
          lines={lines}
          search={search}
          onSearch={onSearch}
          unsaved={grades.unsaved}
        />
      </div>
      {line === undefined ? (
        <Card className="max-lg:hidden">
          <Empty title={t('chooseStudent')}>{t('chooseStudentDetail')}</Empty>
        </Card>
      ) : (
        <GradingDetail
          task={task}
          line={line}
          grades={grades}
          place={{ ...around, count: lines.length }}
          onGo={go}
          onBack={() => onSearch({ ...search, student: undefined })}
        />
      )}
    </div>
  );
}
