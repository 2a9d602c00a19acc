import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { identityKey, removeGuardianLink } from '~/api/identity';
import type { GuardianLink } from '~/api/types';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { toast } from '~/ui/toast';

interface RemoveLinkProps {
  link: GuardianLink;
  /** Who is meant of the two. */
  name: string;
  onClose: () => void;
}

export function RemoveLink({ link, name, onClose }: RemoveLinkProps) {
  const { t } = useTranslation(['identity', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const confirm = async () => {
    setBusy(true);
    try {
      await removeGuardianLink(link);
      toast('good', t('guardians.removed'));
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: identityKey });
    onClose();
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('guardians.removeTitle', { name })}
      confirmLabel={t('common:remove')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      {t('guardians.removeDetail')}
    </ConfirmDialog>
  );
}
