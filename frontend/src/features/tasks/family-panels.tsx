import { useQuery } from '@tanstack/react-query';
import { Award, ClipboardCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { submissionsQuery } from '~/api/tasks';
import type { Submission, Task } from '~/api/tasks-types';
import { HomeworkLine } from '~/features/tasks/homework-line';
import { Lines } from '~/features/tasks/lines';
import { ScoreText } from '~/features/tasks/task-badges';
import { openWorkQuery } from '~/features/tasks/task-search';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { LinkButton, TextLink } from '~/ui/link-button';

interface FamilyPanelProps {
  /** About whom, when it is not the person who looks. */
  studentId?: string | undefined;
}

const most = 5;

function notHandedIn(tasks: Task[]): Task[] {
  return tasks.filter(({ mine }) => mine === null || mine.status === 'not_handed_in');
}

/** What is due next, and what is late and can still be handed in. */
export function DueWorkPanel({ studentId }: FamilyPanelProps) {
  const { t } = useTranslation('tasks');
  const query = useQuery(openWorkQuery(studentId));
  return (
    <Panel
      flush
      title={t('panels.due')}
      actions={
        <LinkButton to="/tasks" search={{ child: studentId }} size="small">
          {t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        wanted={(tasks) => notHandedIn(tasks).slice(0, most)}
        empty={<Empty title={t('noneOpen')} icon={<ClipboardCheck aria-hidden />} />}
      >
        {(task) => <HomeworkLine key={task.id} task={task} studentId={studentId} />}
      </Lines>
    </Panel>
  );
}

export const latestScoresQuery = (studentId?: string) =>
  submissionsQuery({
    ...(studentId === undefined ? {} : { student_id: studentId }),
    returned: true,
    sort: '-submitted_at',
    limit: most,
  });

/** The scores that were returned last. */
export function LatestScoresPanel({ studentId }: FamilyPanelProps) {
  const { t } = useTranslation('tasks');
  const query = useQuery(latestScoresQuery(studentId));
  return (
    <Panel
      flush
      title={t('panels.scores')}
      actions={
        <LinkButton to="/tasks" search={{ child: studentId, view: 'closed' }} size="small">
          {t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        empty={<Empty title={t('panels.noScores')} icon={<Award aria-hidden />} />}
      >
        {(submission) => (
          <ScoreLine key={submission.id} submission={submission} studentId={studentId} />
        )}
      </Lines>
    </Panel>
  );
}

function ScoreLine({ submission, studentId }: FamilyPanelProps & { submission: Submission }) {
  const { t } = useTranslation('tasks');
  const { ago } = useFormats();
  const { task_id, task_title, returned_at, late, score, points } = submission;
  return (
    <li className="flex items-start justify-between gap-3 px-4 py-2">
      <span className="min-w-0">
        <TextLink
          to="/tasks/$taskId"
          params={{ taskId: task_id }}
          search={{ child: studentId }}
          preload={false}
          className="line-clamp-2 break-words"
        >
          {task_title}
        </TextLink>
        <span className="block text-[0.8125rem] text-muted">
          {returned_at === null ? '' : t('panels.returned', { ago: ago(returned_at) })}
        </span>
      </span>
      <span className="flex shrink-0 items-center gap-1.5">
        {late ? <Badge tone="warn">{t('work.wasLate')}</Badge> : null}
        {score === null ? null : (
          <Badge tone="good">
            <ScoreText score={score} points={points} />
          </Badge>
        )}
      </span>
    </li>
  );
}
