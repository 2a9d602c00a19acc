import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cancelMeeting } from '~/api/meetings';
import type { Meeting } from '~/api/types';
import { useMeetingStep } from '~/features/meetings/use-meeting-step';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Textarea } from '~/ui/input';

export function CancelDialog({ meeting, onClose }: { meeting: Meeting; onClose: () => void }) {
  const { t } = useTranslation('meetings');
  const [reason, setReason] = useState('');
  const { take, busy } = useMeetingStep();
  const given = reason.trim() === '' ? null : reason.trim();
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('cancelTitle', { title: meeting.title })}
      description={t('cancelDetail', { section: meeting.section_name })}
      submitLabel={t('cancel')}
      danger
      busy={busy}
      dirty={given !== null}
      onSubmit={async (event) => {
        event.preventDefault();
        await take(() => cancelMeeting(meeting, given), t('cancelled'));
        onClose();
      }}
    >
      <Field label={t('reason')} note={t('reasonNote')} optional>
        <Textarea
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
