import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { faultText } from '~/api/error-text';
import { hasCode } from '~/api/problem';
import { handIn, handInsQuery, submissionsKey, taskDraftQuery, tasksKey } from '~/api/tasks';
import type { Submission, Task } from '~/api/tasks-types';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { DraftFiles, useDraftUploads } from '~/features/tasks/draft-files';
import { DraftClash, DraftStatus } from '~/features/tasks/draft-status';
import { EarlierFiles } from '~/features/tasks/earlier-files';
import type { Draft } from '~/features/tasks/use-draft';
import { useFormats } from '~/i18n/format';
import { useHasPassed } from '~/lib/use-now';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Field } from '~/ui/field';
import { Textarea } from '~/ui/input';

interface HandInFormProps {
  task: Task;
  draft: Draft;
  onHandedIn: (receipt: Submission) => void;
}

/** Text and files of a hand-in. The text keeps itself while it is typed. */
export function HandInForm({ task, draft, onHandedIn }: HandInFormProps) {
  const { t } = useTranslation('tasks');
  const { view, keeper, query } = draft;
  const uploads = useDraftUploads(task.id);
  const [taken, setTaken] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const late = useHasPassed(task.due_at);
  const [last] = useQuery(handInsQuery(task.id)).data ?? [];
  const files = query.data?.files ?? [];
  const fileIds = [...files.map((file) => file.id), ...taken];
  const { send, busy } = useHandIn(task, draft, {
    onHandedIn: (receipt) => {
      setTaken(new Set());
      uploads.queue.clearDone();
      onHandedIn(receipt);
    },
    onRefused: setFault,
  });
  const failed = uploads.items.filter(({ state }) => state.kind === 'failed').length;

  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (view.text.trim() === '' && fileIds.length === 0) setFault(t('nothingToHandIn'));
    else if (uploads.busy) setFault(t('filesUnderWay'));
    else if (view.state === 'conflict') setFault(t('draft.chooseFirst'));
    else {
      setFault(null);
      if (late || failed > 0) setAsking(true);
      else void send(fileIds);
    }
  };

  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={ask}>
      <DraftClash view={view} keeper={keeper} />
      <div className="flex flex-col gap-1.5">
        <Field label={t('yourText')} optional>
          <Textarea
            rows={8}
            value={view.text}
            readOnly={busy}
            onChange={(event) => keeper.type(event.target.value)}
          />
        </Field>
        <DraftStatus view={view} away={query.isError} />
      </div>
      <DraftFiles taskId={task.id} files={files} uploads={uploads} />
      {last === undefined ? null : (
        <EarlierFiles
          submission={last}
          taken={taken}
          onTake={setTaken}
          onText={view.text.trim() === '' ? (text) => keeper.type(text) : undefined}
        />
      )}
      {fault === null ? null : <Alert tone="bad">{fault}</Alert>}
      <div className="flex flex-wrap items-center justify-end gap-3">
        {late ? <p className="text-[0.8125rem] text-warn">{t('willBeLate')}</p> : null}
        <Button type="submit" look="primary" busy={busy}>
          {t('handIn')}
        </Button>
      </div>
      {asking ? (
        <ConfirmHandIn
          task={task}
          late={late}
          failed={failed}
          onClose={() => setAsking(false)}
          onConfirm={() => {
            setAsking(false);
            void send(fileIds);
          }}
        />
      ) : null}
    </form>
  );
}

interface Outcome {
  onHandedIn: (receipt: Submission) => void;
  onRefused: (reason: string) => void;
}

/** Hands in what the form holds. Until the server has it, nothing here is thrown away. */
function useHandIn(task: Task, { keeper }: Draft, { onHandedIn, onRefused }: Outcome) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [busy, setBusy] = useState(false);
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: tasksKey }),
      queries.invalidateQueries({ queryKey: submissionsKey }),
    ]);
  const send = async (fileIds: string[]) => {
    setBusy(true);
    await keeper.settle();
    const { text } = keeper.view();
    const body = {
      ...(text.trim() === '' ? {} : { text }),
      file_ids: fileIds,
    };
    try {
      const receipt = await keys.submit(body, (key) => handIn(task.id, body, key));
      keeper.restart();
      onHandedIn(receipt);
      const emptied = queries.fetchQuery({ ...taskDraftQuery(task.id), staleTime: 0 });
      await emptied.then(
        (draft) => keeper.meet(draft),
        () => undefined,
      );
    } catch (error) {
      const closed = hasCode(error, 'task_closed') ? (error.problem.closed_at ?? null) : null;
      onRefused(
        closed === null ? faultText(error) : t('closedMeanwhile', { time: moment(closed) }),
      );
      keeper.resume();
    }
    await refresh();
    setBusy(false);
  };
  return { send, busy };
}

interface ConfirmHandInProps {
  task: Task;
  late: boolean;
  failed: number;
  onClose: () => void;
  onConfirm: () => void;
}

/** Asks before something is handed in late, or without a file that did not arrive. */
function ConfirmHandIn({ task, late, failed, onClose, onConfirm }: ConfirmHandInProps) {
  const { t } = useTranslation('tasks');
  const { moment } = useFormats();
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t(late ? 'lateTitle' : 'incompleteTitle')}
      confirmLabel={t('handIn')}
      onConfirm={onConfirm}
    >
      {late ? <p>{t('lateDetail', { time: moment(task.due_at) })}</p> : null}
      {failed > 0 ? <p>{t('incompleteDetail', { count: failed })}</p> : null}
    </ConfirmDialog>
  );
}
