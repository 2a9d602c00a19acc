import { Ban, CircleStop, Pencil, Play } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { endMeeting, startMeeting } from '~/api/meetings';
import { useCan, useMe } from '~/api/session-hooks';
import type { Meeting } from '~/api/types';
import { JoinLink } from '~/features/meetings/join-link';
import { useMeetingStep } from '~/features/meetings/use-meeting-step';
import { Button } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';

const MeetingDialog = lazy(async () => ({
  default: (await import('~/features/meetings/meeting-dialog')).MeetingDialog,
}));
const CancelDialog = lazy(async () => ({
  default: (await import('~/features/meetings/cancel-dialog')).CancelDialog,
}));

/** Join for everybody while it is live; start, end, change and cancel for whoever holds it. */
export function MeetingActions({ meeting }: { meeting: Meeting }) {
  const { t } = useTranslation(['meetings', 'common']);
  const me = useMe();
  const holds = useCan('manage_meetings') && meeting.host_id === me.id;
  const [dialog, setDialog] = useState<'change' | 'cancel' | 'end' | null>(null);
  const { take, busy } = useMeetingStep();
  const may = (status: Meeting['status']) => holds && meeting.allowed_next.includes(status);
  const close = () => setDialog(null);
  return (
    <>
      <JoinLink meeting={meeting} />
      {may('live') ? (
        <Button
          look="primary"
          busy={busy}
          onClick={() => void take(() => startMeeting(meeting), t('started'))}
        >
          {busy ? null : <Play aria-hidden />}
          {t('start')}
        </Button>
      ) : null}
      {may('ended') ? (
        <Button onClick={() => setDialog('end')}>
          <CircleStop aria-hidden />
          {t('end')}
        </Button>
      ) : null}
      {holds && meeting.status === 'scheduled' ? (
        <Button onClick={() => setDialog('change')}>
          <Pencil aria-hidden />
          {t('common:change')}
        </Button>
      ) : null}
      {may('cancelled') ? (
        <Button onClick={() => setDialog('cancel')}>
          <Ban aria-hidden />
          {t('cancel')}
        </Button>
      ) : null}
      {dialog === 'end' ? (
        <ConfirmDialog
          open
          onOpenChange={(open) => {
            if (!open) close();
          }}
          title={t('endTitle')}
          confirmLabel={t('end')}
          busy={busy}
          onConfirm={() => void take(() => endMeeting(meeting), t('ended')).then(close)}
        >
          {t('endDetail')}
        </ConfirmDialog>
      ) : null}
      <Suspense fallback={null}>
        {dialog === 'change' ? <MeetingDialog meeting={meeting} onClose={close} /> : null}
        {dialog === 'cancel' ? <CancelDialog meeting={meeting} onClose={close} /> : null}
      </Suspense>
    </>
  );
}
