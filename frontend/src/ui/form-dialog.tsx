import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Dialog, DialogBody, DialogFooter } from '~/ui/dialog';

interface FormDialogProps {
  open: boolean;
  onClose: () => void;
  title: ReactNode;
  description?: ReactNode;
  place?: 'middle' | 'right';
  submitLabel: ReactNode;
  busy: boolean;
  /** Closing asks first when something would be lost. */
  dirty: boolean;
  /** What went wrong with the whole form. */
  error?: ReactNode;
  danger?: boolean;
  submittable?: boolean;
  onSubmit: (event: FormEvent<HTMLFormElement>) => Promise<void>;
  children: ReactNode;
}

/** A form in a dialog: fields, one button that does it, and no way to lose what was typed. */
export function FormDialog({
  open,
  onClose,
  title,
  description,
  place,
  submitLabel,
  busy,
  dirty,
  error,
  danger = false,
  submittable = true,
  onSubmit,
  children,
}: FormDialogProps) {
  const { t } = useTranslation();
  const [asking, setAsking] = useState(false);
  const requestClose = () => {
    if (dirty && !busy) setAsking(true);
    else if (!busy) onClose();
  };
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={(next) => {
          if (!next) requestClose();
        }}
        title={title}
        description={description}
        place={place}
      >
        <form
          noValidate
          className="flex min-h-0 flex-1 flex-col"
          onSubmit={(event) => void onSubmit(event)}
        >
          <DialogBody className="flex flex-col gap-4">
            {error === undefined || error === null ? null : <Alert tone="bad">{error}</Alert>}
            {children}
          </DialogBody>
          <DialogFooter>
            <Button onClick={requestClose}>{t('cancel')}</Button>
            {submittable ? (
              <Button type="submit" look={danger ? 'danger' : 'primary'} busy={busy}>
                {submitLabel}
              </Button>
            ) : null}
          </DialogFooter>
        </form>
      </Dialog>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('unsavedTitle')}
        confirmLabel={t('leave')}
        danger
        onConfirm={() => {
          setAsking(false);
          onClose();
        }}
      >
        {t('unsavedDetail')}
      </ConfirmDialog>
    </>
  );
}
