import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { handInsQuery } from '~/api/tasks';
import type { Submission, Task } from '~/api/tasks-types';
import { HandInContent } from '~/features/tasks/hand-in-content';
import { ScoreText } from '~/features/tasks/task-badges';
import { useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Badge } from '~/ui/badge';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

interface HandInsPanelProps {
  task: Task;
  /** About which student, when it is not the person who looks. */
  studentId: string | undefined;
  /** Whether it is about the person who looks, and not about their children. */
  own: boolean;
}

/** Every version that was handed in, with its receipt, and the score once it is returned. */
export function HandInsPanel({ task, studentId, own }: HandInsPanelProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const query = useQuery(handInsQuery(task.id, studentId));
  const title = t(own ? 'handIns' : 'handInsChild');
  if (query.data === undefined)
    return (
      <Panel title={title}>
        {query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={3} />
        )}
      </Panel>
    );
  if (query.data.length === 0)
    return (
      <Panel title={title}>
        <Empty title={t('noHandIns')}>
          {own && !task.is_closed ? t('noHandInsDetail') : undefined}
        </Empty>
      </Panel>
    );
  return (
    <Panel flush title={title}>
      <ol className="divide-y divide-line">
        {query.data.map((submission) => (
          <li key={submission.id} className="flex flex-col gap-3 px-4 py-3">
            <HandInHead submission={submission} named={!own} />
            <ReturnedScore submission={submission} />
            {submission.is_latest ? (
              <HandInContent submission={submission} />
            ) : (
              <details>
                <summary className="cursor-pointer text-[0.8125rem] text-muted">
                  {t('showVersion', { number: submission.number })}
                </summary>
                <div className="pt-2">
                  <HandInContent submission={submission} />
                </div>
              </details>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function HandInHead({ submission, named }: { submission: Submission; named: boolean }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const { id, task_id, number, submitted_at, late, receipt_number, student_name } = submission;
  return (
    <div className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1.5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-1.5 font-medium">
          {named ? `${student_name}: ` : ''}
          {t('version', { number })}
          {late ? <Badge tone="warn">{t('work.late')}</Badge> : null}
        </p>
        <p className="text-[0.8125rem] text-muted">{moment(submitted_at)}</p>
      </div>
      <LinkButton
        to="/tasks/$taskId/receipt/$submissionId"
        params={{ taskId: task_id, submissionId: id }}
        preload={false}
        size="small"
      >
        {t('receipt.numbered', { number: receipt_number })}
      </LinkButton>
    </div>
  );
}

/** What came of it; nobody outside the school's staff sees it before it is returned. */
function ReturnedScore({ submission }: { submission: Submission }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const { returned_at, score, points, comment, graded_by_name } = submission;
  if (returned_at === null || score === null) return null;
  return (
    <Alert tone="good" title={<ScoreText score={score} points={points} />}>
      {comment === null ? null : <p className="break-words whitespace-pre-wrap">{comment}</p>}
      <p className="text-xs">
        {t('returnedBy', { name: graded_by_name ?? '', time: moment(returned_at) })}
      </p>
    </Alert>
  );
}
