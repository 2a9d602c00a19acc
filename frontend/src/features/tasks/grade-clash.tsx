import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Submission } from '~/api/tasks-types';
import type { Grades, GradeWords } from '~/features/tasks/use-pending-grades';
import { useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';

interface GradeClashProps {
  theirs: Submission;
  mine: GradeWords;
  grades: Grades;
}

/** Two teachers have graded the same hand-in: both scores, and the choice between them. */
export function GradeClash({ theirs, mine, grades }: GradeClashProps) {
  const { t } = useTranslation('tasks');
  const { moment, number } = useFormats();
  const { graded_by_name, graded_at, score, comment } = theirs;
  return (
    <Alert tone="warn" title={t('clash.title')}>
      <p>
        {graded_at === null
          ? t('clash.detail')
          : t('gradedBy', { name: graded_by_name ?? '', time: moment(graded_at) })}
      </p>
      <div className="mt-2 grid grid-cols-2 gap-3 text-ink">
        <Side
          title={t('clash.theirs')}
          score={score === null ? '–' : number(score)}
          comment={comment ?? ''}
        >
          <Button size="small" busy={grades.busy} onClick={() => void grades.takeTheirs()}>
            {t('clash.takeTheirs')}
          </Button>
        </Side>
        <Side title={t('clash.mine')} score={mine.score} comment={mine.comment}>
          <Button size="small" busy={grades.busy} onClick={() => void grades.keepMine()}>
            {t('clash.keepMine')}
          </Button>
        </Side>
      </div>
    </Alert>
  );
}

interface SideProps {
  title: string;
  score: string;
  comment: string;
  children: ReactNode;
}

function Side({ title, score, comment, children }: SideProps) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col items-start gap-1.5">
      <h3 className="font-semibold">{title}</h3>
      <p className="numeric text-lg font-semibold">{score}</p>
      {comment === '' ? null : (
        <p className="line-clamp-6 break-words whitespace-pre-wrap">{comment}</p>
      )}
      {children}
    </section>
  );
}
