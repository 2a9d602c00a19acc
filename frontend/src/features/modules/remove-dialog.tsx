import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { deleteModule, modulesKey } from '~/api/modules';
import type { Module } from '~/api/types';
import { Alert } from '~/ui/alert';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { toast } from '~/ui/toast';

interface RemoveDialogProps {
  module: Module;
  onClose: () => void;
  onRemoved?: (() => void) | undefined;
}

export function RemoveDialog({ module, onClose, onRemoved }: RemoveDialogProps) {
  const { t } = useTranslation(['modules', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    try {
      await deleteModule(module);
      toast('good', t('removed', { title: module.title }));
      onClose();
      onRemoved?.();
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
    await queries.invalidateQueries({ queryKey: modulesKey, refetchType: 'active' });
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('removeTitle', { title: module.title })}
      confirmLabel={t('common:remove')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <p>{t('removeDetail', { section: module.section_name })}</p>
      {error === null ? null : <Alert tone="bad">{errorText(error)}</Alert>}
    </ConfirmDialog>
  );
}
