import { useTranslation } from 'react-i18next';

import type { RosterLine, Task } from '~/api/tasks-types';
import type { GradingSearch } from '~/features/tasks/grading-search';
import { isListed, rosterFilters } from '~/features/tasks/roster';
import { RosterLink } from '~/features/tasks/roster-link';
import { ScoreText } from '~/features/tasks/task-badges';
import { useFormats } from '~/i18n/format';
import { orNothing } from '~/lib/list-search';
import { useHasPassed } from '~/lib/use-now';
import { Badge } from '~/ui/badge';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { Select } from '~/ui/input';
import { SearchField } from '~/ui/search-field';

interface RosterListProps {
  task: Task;
  /** The whole section. */
  roster: RosterLine[];
  /** Those of it that are wanted. */
  lines: RosterLine[];
  search: GradingSearch;
  onSearch: (search: GradingSearch) => void;
  /** The hand-ins for which something is typed and not saved. */
  unsaved: ReadonlySet<string>;
}

/** The students of the section by name, and how far each is. */
export function RosterList({ task, roster, lines, search, onSearch, unsaved }: RosterListProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const { number } = useFormats();
  const due = useHasPassed(task.due_at);
  return (
    <Card className="overflow-clip lg:sticky lg:top-17">
      <div className="flex flex-col gap-2 border-b border-line p-3">
        <SearchField
          label={t('searchStudent')}
          value={search.q ?? ''}
          onChange={(q) => onSearch({ ...search, q: orNothing(q) })}
        />
        <Select
          aria-label={t('show')}
          value={search.show ?? ''}
          onChange={({ target: { value } }) =>
            onSearch({ ...search, show: rosterFilters.find((filter) => filter === value) })
          }
        >
          <option value="">{t('filters.all', { shown: number(roster.length) })}</option>
          {rosterFilters.map((filter) => (
            <option key={filter} value={filter}>
              {t(`filters.${filter}`)} (
              {number(roster.filter((line) => isListed(line, filter)).length)})
            </option>
          ))}
        </Select>
      </div>
      {lines.length === 0 ? (
        roster.length === 0 ? (
          <Empty title={t('noStudents')}>{t('noStudentsDetail')}</Empty>
        ) : (
          <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
        )
      ) : (
        <ul
          aria-label={t('students')}
          className="divide-y divide-line lg:max-h-[calc(100dvh-13rem)] lg:overflow-y-auto"
        >
          {lines.map((line) => (
            <li key={line.student_id}>
              <RosterLink
                to="/tasks/$taskId/grading"
                params={{ taskId: task.id }}
                search={{ ...search, student: line.student_id }}
                replace
                resetScroll={false}
                current={line.student_id === search.student}
              >
                <span className="min-w-0 flex-1 truncate">
                  {line.student_name}
                  {line.submission !== null && unsaved.has(line.submission.id) ? (
                    <span className="ml-1.5 text-xs text-warn">{t('unsaved')}</span>
                  ) : null}
                </span>
                <RosterState line={line} due={due} />
              </RosterLink>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** How far one student is, for the teacher. Before the task is due, nothing is amiss. */
export function RosterState({ line, due }: { line: RosterLine; due: boolean }) {
  const { t } = useTranslation('tasks');
  const { submission, late } = line;
  if (submission === null)
    return due ? (
      <Badge tone="bad">{t('states.missing')}</Badge>
    ) : (
      <Badge>{t('states.open')}</Badge>
    );
  const { score, points, returned_at } = submission;
  return (
    <span className="flex shrink-0 items-center gap-1">
      {late ? <Badge tone="warn">{t('states.late')}</Badge> : null}
      {score === null ? (
        <Badge tone="info">{t('states.to_grade')}</Badge>
      ) : (
        <Badge tone={returned_at === null ? 'neutral' : 'good'}>
          <ScoreText score={score} points={points} />
        </Badge>
      )}
    </span>
  );
}
