import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { type ApiError, hasCode } from '~/api/problem';
import { structureKey } from '~/api/structure';
import { Alert } from '~/ui/alert';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { toast } from '~/ui/toast';

interface DeleteDialogProps {
  name: string;
  remove: () => Promise<unknown>;
  onClose: () => void;
  onDeleted?: () => void;
}

/** Deletes after a question. What is in use stays, and the dialog says what needs it. */
export function DeleteDialog({ name, remove, onClose, onDeleted }: DeleteDialogProps) {
  const { t } = useTranslation(['structure', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const confirm = async () => {
    setBusy(true);
    try {
      await remove();
      await queries.invalidateQueries({ queryKey: structureKey });
      toast('good', t('deleted', { name }));
      onDeleted?.();
      onClose();
    } catch (failure) {
      setError(failure);
    } finally {
      setBusy(false);
    }
  };

  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('deleteTitle', { name })}
      confirmLabel={t('common:delete')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <p>{t('deleteDetail')}</p>
      {error === null ? null : (
        <Alert tone="bad">
          {hasCode(error, 'in_use') ? <InUse name={name} error={error} /> : errorText(error)}
        </Alert>
      )}
    </ConfirmDialog>
  );
}

const kinds = ['section', 'term', 'placement', 'assignment', 'enrollment'] as const;

function InUse({ name, error }: { name: string; error: ApiError }) {
  const { t } = useTranslation('structure');
  return (
    <>
      <p>{t('inUse', { name })}</p>
      <ul className="mt-1 list-disc pl-5">
        {error.problem.dependents?.map(({ kind, count }) => {
          // The server may say `sections` or `enrollment_progress`: what it begins with decides.
          const known = kinds.find((each) => kind.startsWith(each)) ?? 'other';
          return <li key={kind}>{t(`dependents.${known}`, { count, kind })}</li>;
        })}
      </ul>
    </>
  );
}
