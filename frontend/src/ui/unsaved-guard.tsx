import { useBlocker } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ConfirmDialog } from '~/ui/confirm-dialog';

interface UnsavedGuardProps {
  /** Something was typed and is not saved. */
  dirty: boolean;
}

/** Asks before a page with unsaved changes is left, by link, by back or by closing the tab. */
export function UnsavedGuard({ dirty }: UnsavedGuardProps) {
  const { t } = useTranslation();
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  });
  return (
    <ConfirmDialog
      open={blocker.status === 'blocked'}
      onOpenChange={(open) => {
        if (!open) blocker.reset?.();
      }}
      title={t('unsavedTitle')}
      confirmLabel={t('leave')}
      danger
      onConfirm={() => blocker.proceed?.()}
    >
      {t('unsavedDetail')}
    </ConfirmDialog>
  );
}
