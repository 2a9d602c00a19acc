import { useTranslation } from 'react-i18next';

import type { Task, Work } from '~/api/tasks-types';
import { useFormats } from '~/i18n/format';
import { useNow } from '~/lib/use-now';
import { Badge, type Tone } from '~/ui/badge';

/** How a task stands for those who plan it. */
export function StageBadge({ task }: { task: Pick<Task, 'status' | 'is_closed'> }) {
  const { t } = useTranslation('tasks');
  if (task.status === 'draft') return <Badge tone="warn">{t('stages.draft')}</Badge>;
  return task.is_closed ? (
    <Badge>{t('stages.closed')}</Badge>
  ) : (
    <Badge tone="good">{t('stages.open')}</Badge>
  );
}

type WorkLook = 'open' | 'overdue' | 'missed' | 'handed_in' | 'late' | 'returned';

const tones: Record<WorkLook, Tone> = {
  open: 'neutral',
  overdue: 'bad',
  missed: 'bad',
  handed_in: 'info',
  late: 'warn',
  returned: 'good',
};

function lookOf(task: Pick<Task, 'due_at' | 'is_closed'>, work: Work, now: number): WorkLook {
  if (work.status === 'returned') return 'returned';
  if (work.status === 'handed_in') return work.late ? 'late' : 'handed_in';
  if (task.is_closed) return 'missed';
  return Date.parse(task.due_at) < now ? 'overdue' : 'open';
}

/** How far a student has come with a task; the score once it is returned. */
export function WorkBadge({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const now = useNow();
  if (task.mine === null) return null;
  const look = lookOf(task, task.mine, now);
  const { status, late, score, points } = task.mine;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-1.5">
      {status === 'returned' && late ? <Badge tone="warn">{t('work.wasLate')}</Badge> : null}
      <Badge tone={tones[look]}>
        {score === null ? t(`work.${look}`) : <ScoreText score={score} points={points} />}
      </Badge>
    </span>
  );
}

/** A score beside what could be reached. */
export function ScoreText({ score, points }: { score: number; points: number }) {
  const { t } = useTranslation('tasks');
  const { number } = useFormats();
  return (
    <span className="numeric">
      {t('scoreOf', { score: number(score), points: number(points) })}
    </span>
  );
}
