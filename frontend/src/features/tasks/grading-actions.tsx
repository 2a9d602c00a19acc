import { useQueryClient } from '@tanstack/react-query';
import { Undo2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { returnGraded, submissionsKey, tasksKey } from '~/api/tasks';
import type { RosterLine, Task } from '~/api/tasks-types';
import { isListed } from '~/features/tasks/roster';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { ExportButton } from '~/ui/data-table-parts';
import { toast } from '~/ui/toast';

interface GradingActionsProps {
  task: Task;
  roster: RosterLine[];
}

/** What can be done with the whole section: take the scores out, return what is graded. */
export function GradingActions({ task, roster }: GradingActionsProps) {
  const { t } = useTranslation('tasks');
  const [returning, setReturning] = useState(false);
  const ready = roster.filter((line) => isListed(line, 'graded') && line.submission?.gradable);
  return (
    <>
      <ExportButton
        onExport={() =>
          downloadCsv(`/tasks/${task.id}/roster`, {}, t('scoresFile')).catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      {ready.length === 0 ? null : (
        <Button onClick={() => setReturning(true)}>
          <Undo2 aria-hidden />
          {t('returnAll', { count: ready.length })}
        </Button>
      )}
      {returning ? (
        <ReturnAll task={task} count={ready.length} onClose={() => setReturning(false)} />
      ) : null}
    </>
  );
}

interface ReturnAllProps {
  task: Task;
  count: number;
  onClose: () => void;
}

function ReturnAll({ task, count, onClose }: ReturnAllProps) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    try {
      const { returned } = await returnGraded(task.id);
      toast('good', t('returnedCount', { count: returned }));
      await Promise.all([
        queries.invalidateQueries({ queryKey: submissionsKey }),
        queries.invalidateQueries({ queryKey: tasksKey }),
      ]);
      onClose();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('returnAllTitle', { count })}
      confirmLabel={t('returnAllConfirm', { count })}
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <p>{t('returnAllDetail')}</p>
      {error === null ? null : <Alert tone="bad">{errorText(error)}</Alert>}
    </ConfirmDialog>
  );
}
