import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { handInsQuery } from '~/api/tasks';
import type { RosterLine, Submission, Task } from '~/api/tasks-types';
import { GradeForm } from '~/features/tasks/grade-form';
import { HandInContent } from '~/features/tasks/hand-in-content';
import { RosterState } from '~/features/tasks/roster-list';
import type { Grades } from '~/features/tasks/use-pending-grades';
import { useFormats } from '~/i18n/format';
import { useHasPassed } from '~/lib/use-now';
import { Alert } from '~/ui/alert';
import { Button, IconButton } from '~/ui/button';
import { Card } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { Select } from '~/ui/input';

/** Where the focus belongs when another student comes. */
export type GradingFocus = 'stays' | 'name' | 'score';

interface GradingDetailProps {
  task: Task;
  line: RosterLine;
  grades: Grades;
  /** Where the student stands in the list. */
  place: {
    previous: string | undefined;
    next: string | undefined;
    place: number;
    count: number;
  };
  onGo: (studentId: string | undefined, focus?: GradingFocus) => void;
  onBack: () => void;
}

/** The work of one student, and what it is given. */
export function GradingDetail({ task, line, grades, place, onGo, onBack }: GradingDetailProps) {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  const { submission, student_name } = line;
  const due = useHasPassed(task.due_at);
  return (
    <Card className="min-w-0">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-line px-4 py-2.5">
        <Button size="small" look="quiet" className="-ml-2 lg:hidden" onClick={onBack}>
          <ArrowLeft aria-hidden />
          {t('allStudents')}
        </Button>
        <h2
          tabIndex={-1}
          className="min-w-0 flex-1 text-base font-semibold break-words outline-none"
        >
          {student_name}
        </h2>
        <RosterState line={line} due={due} />
        <span className="flex items-center">
          <span className="numeric mr-1 text-[0.8125rem] text-muted">
            {place.place < 0
              ? ''
              : t('ofExpected', {
                  done: number(place.place + 1),
                  expected: number(place.count),
                })}
          </span>
          <IconButton
            size="iconSmall"
            label={t('previousStudent')}
            disabled={place.previous === undefined}
            onClick={() => onGo(place.previous)}
          >
            <ChevronUp aria-hidden />
          </IconButton>
          <IconButton
            size="iconSmall"
            label={t('nextStudent')}
            disabled={place.next === undefined}
            onClick={() => onGo(place.next)}
          >
            <ChevronDown aria-hidden />
          </IconButton>
        </span>
      </header>
      {submission === null ? (
        <Empty title={t('notHandedIn', { name: student_name })}>
          {t(task.is_closed ? 'notHandedInClosed' : 'notHandedInYet')}
        </Empty>
      ) : (
        <div className="grid items-start gap-4 p-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
          <Versions key={submission.id} latest={submission} />
          <GradeForm
            submission={submission}
            grades={grades}
            onNext={() => onGo(place.next, 'score')}
            hasNext={place.next !== undefined}
          />
        </div>
      )}
    </Card>
  );
}

/** The newest version, and the way to those before it. */
function Versions({ latest }: { latest: Submission }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const [chosen, setChosen] = useState(latest.id);
  const { data } = useQuery({
    ...handInsQuery(latest.task_id, latest.student_id),
    enabled: latest.number > 1,
  });
  const versions = data ?? [latest];
  const shown = versions.find((version) => version.id === chosen) ?? latest;
  return (
    <section aria-label={t('work.handed_in')} className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <p className="text-[0.8125rem] text-muted">
          {t('handedInAt', { time: moment(shown.submitted_at) })}
        </p>
        {versions.length > 1 ? (
          <Select
            aria-label={t('versions')}
            className="w-auto! max-w-full"
            value={shown.id}
            onChange={(event) => setChosen(event.target.value)}
          >
            {versions.map((version) => (
              <option key={version.id} value={version.id}>
                {t('version', { number: version.number })}, {moment(version.submitted_at)}
              </option>
            ))}
          </Select>
        ) : null}
      </div>
      {shown.id === latest.id ? null : <Alert tone="warn">{t('olderVersion')}</Alert>}
      <HandInContent key={shown.id} submission={shown} />
    </section>
  );
}
