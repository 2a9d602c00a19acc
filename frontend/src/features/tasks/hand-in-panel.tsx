import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Submission, Task } from '~/api/tasks-types';
import { HandInForm } from '~/features/tasks/hand-in-form';
import { type Draft, useDraft } from '~/features/tasks/use-draft';
import { useFormats } from '~/i18n/format';
import { useHasPassed } from '~/lib/use-now';
import { Alert } from '~/ui/alert';
import { Panel } from '~/ui/card';
import { LinkButton } from '~/ui/link-button';

/** Where a student hands in, until the task closes. */
export function HandInPanel({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const draft = useDraft(task.id);
  const closed = useHasPassed(task.closes_at) || task.is_closed;
  const isFirst = task.mine?.status === 'not_handed_in';
  const [receipt, setReceipt] = useState<Submission | null>(null);
  return (
    <Panel title={t(closed || isFirst ? 'handIn' : 'handInAgain')}>
      <div className="flex flex-col gap-4">
        {receipt === null ? null : <Received receipt={receipt} />}
        {closed ? (
          <Closed task={task} draft={draft} />
        ) : (
          <HandInForm task={task} draft={draft} onHandedIn={setReceipt} />
        )}
      </div>
    </Panel>
  );
}

function Received({ receipt }: { receipt: Submission }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const { id, task_id, receipt_number, submitted_at, files } = receipt;
  return (
    <Alert tone="good" title={t('receipt.received', { number: receipt_number })}>
      <p>{t('receipt.summary', { time: moment(submitted_at), count: files.length })}</p>
      <p className="mt-2">
        <LinkButton
          to="/tasks/$taskId/receipt/$submissionId"
          params={{ taskId: task_id, submissionId: id }}
          preload={false}
          size="small"
        >
          {t('receipt.show')}
        </LinkButton>
      </p>
    </Alert>
  );
}

/** Nothing can be handed in any more; what was only prepared can still be read. */
function Closed({ task, draft }: { task: Task; draft: Draft }) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const { text } = draft.view;
  return (
    <>
      <Alert tone="info" title={t('closedAt', { time: moment(task.closes_at) })}>
        {t(task.mine?.status === 'not_handed_in' ? 'closedMissed' : 'closedDone')}
      </Alert>
      {text.trim() === '' ? null : (
        <section aria-label={t('draft.left')}>
          <h3 className="mb-1 font-semibold">{t('draft.left')}</h3>
          <p className="rounded-control bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
            {text}
          </p>
        </section>
      )}
    </>
  );
}
