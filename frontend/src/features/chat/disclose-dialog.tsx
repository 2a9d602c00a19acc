import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import i18next from 'i18next';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { discloseMessage } from '~/api/chat';
import type { DeletedMessage, Revision } from '~/api/chat-types';
import { showProblem } from '~/api/form-errors';
import { useFormats } from '~/i18n/format';
import { requiredText } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Dialog, DialogBody, DialogFooter } from '~/ui/dialog';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Textarea } from '~/ui/input';

const shortest = 10;
const longest = 500;
const schema = z.object({
  reason: requiredText(longest).check(
    z.minLength(shortest, { error: () => i18next.t('chat:deleted.reasonShort') }),
  ),
});

interface DiscloseDialogProps {
  message: DeletedMessage;
  onClose: () => void;
}

/** Asks why before it shows what a deleted message said. Both are written into the audit trail. */
export function DiscloseDialog({ message, onClose }: DiscloseDialogProps) {
  const { t } = useTranslation('chat');
  const [revisions, setRevisions] = useState<Revision[] | null>(null);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { reason: '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ reason }) => {
    try {
      setRevisions((await discloseMessage(message.id, reason)).revisions);
    } catch (error) {
      showProblem(form, error, ['reason']);
    }
  });
  if (revisions !== null)
    return <Disclosed message={message} revisions={revisions} onClose={onClose} />;
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('deleted.discloseTitle')}
      description={t('deleted.row', { name: message.sender_name })}
      submitLabel={t('deleted.disclose')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Alert tone="warn">{t('deleted.recorded')}</Alert>
      <Field
        label={t('deleted.reason')}
        note={t('deleted.reasonNote')}
        error={errors.reason?.message}
        required
      >
        <Textarea rows={4} maxLength={longest} {...form.register('reason')} />
      </Field>
    </FormDialog>
  );
}

function Disclosed({
  message,
  revisions,
  onClose,
}: DiscloseDialogProps & { revisions: Revision[] }) {
  const { t } = useTranslation(['chat', 'common']);
  const { moment } = useFormats();
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('deleted.disclosedTitle')}
      description={t('deleted.row', { name: message.sender_name })}
    >
      <DialogBody className="flex flex-col gap-3">
        <ol className="flex flex-col gap-3">
          {revisions.map((each) => (
            <li key={each.revision}>
              <p className="mb-1 text-[0.8125rem] text-muted">
                {t(`deleted.how.${each.how}`, {
                  name: each.replaced_by_name ?? '–',
                  time: moment(each.replaced_at),
                })}
              </p>
              <p className="rounded-control bg-hover px-3 py-2 break-words whitespace-pre-wrap">
                {each.body === '' ? t('deleted.noWords') : each.body}
              </p>
            </li>
          ))}
        </ol>
        <p className="text-[0.8125rem] text-muted">{t('deleted.wasRecorded')}</p>
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>{t('common:close')}</Button>
      </DialogFooter>
    </Dialog>
  );
}
