import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import type { Submission } from '~/api/tasks-types';
import { GradeClash } from '~/features/tasks/grade-clash';
import { ScoreText } from '~/features/tasks/task-badges';
import type { Grades } from '~/features/tasks/use-pending-grades';
import { useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Field } from '~/ui/field';
import { Input, Textarea } from '~/ui/input';
import { Kbd } from '~/ui/kbd';

interface GradeFormProps {
  submission: Submission;
  grades: Grades;
  onNext: () => void;
  hasNext: boolean;
}

/** Score and comment of a hand-in; only to read for those who may not grade it. */
export function GradeForm({ submission, grades, onNext, hasNext }: GradeFormProps) {
  const { t } = useTranslation('tasks');
  const { fault, words, busy, clash } = grades;
  const score = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (fault?.field === 'score') score.current?.focus();
  }, [fault]);
  if (!grades.mayGrade || words === null) return <GivenGrade submission={submission} />;
  const fieldFault = (field: 'score' | 'comment') =>
    fault?.field === field ? fault.text : undefined;
  return (
    <form
      noValidate
      aria-label={t('score')}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        void grades.save();
      }}
    >
      {clash === null ? null : <GradeClash theirs={clash} mine={words} grades={grades} />}
      {fault?.field === 'form' ? <Alert tone="bad">{fault.text}</Alert> : null}
      <Field
        label={t('scoreField', { points: submission.points })}
        error={fieldFault('score')}
        className="max-w-44"
        required
      >
        <Input
          ref={score}
          name="score"
          inputMode="decimal"
          autoComplete="off"
          value={words.score}
          onChange={(event) => grades.type({ score: event.target.value })}
        />
      </Field>
      <Field label={t('comment')} note={t('commentNote')} error={fieldFault('comment')} optional>
        <Textarea
          rows={5}
          maxLength={5000}
          value={words.comment}
          onChange={(event) => grades.type({ comment: event.target.value })}
        />
      </Field>
      <GradeFacts submission={submission} />
      <div className="flex flex-wrap gap-2">
        <Button
          look="primary"
          busy={busy}
          onClick={() => void grades.save().then((saved) => (saved ? onNext() : undefined))}
        >
          {t(hasNext ? 'saveAndNext' : 'save')}
        </Button>
        {hasNext ? (
          <Button type="submit" busy={busy}>
            {t('save')}
          </Button>
        ) : null}
        {submission.returned_at === null ? (
          <Button busy={busy} onClick={() => void grades.giveBack()}>
            {t('return')}
          </Button>
        ) : null}
      </div>
      <p className="flex flex-wrap items-center gap-1 text-xs text-muted max-sm:hidden">
        <Kbd>Ctrl</Kbd>
        <Kbd>Enter</Kbd>
        {t('keysHint')}
      </p>
    </form>
  );
}

/** Who has given the score, and whether the student sees it. */
function GradeFacts({ submission }: { submission: Submission }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const { graded_at, graded_by_name, returned_at } = submission;
  if (graded_at === null) return null;
  return (
    <p className="text-[0.8125rem] text-muted">
      {t('gradedBy', { name: graded_by_name ?? '', time: moment(graded_at) })}{' '}
      {returned_at === null ? t('notReturned') : t('returnedSince', { time: moment(returned_at) })}
    </p>
  );
}

function GivenGrade({ submission }: { submission: Submission }) {
  const { t } = useTranslation('tasks');
  const { score, points, comment } = submission;
  return (
    <section aria-label={t('score')} className="flex flex-col gap-2">
      <h3 className="font-semibold">{t('score')}</h3>
      {score === null ? (
        <p className="text-muted">{t('notGraded')}</p>
      ) : (
        <p className="text-lg font-semibold">
          <ScoreText score={score} points={points} />
        </p>
      )}
      {comment === null ? null : <p className="break-words whitespace-pre-wrap">{comment}</p>}
      <GradeFacts submission={submission} />
    </section>
  );
}
