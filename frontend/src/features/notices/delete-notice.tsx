import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { errorText } from '~/api/error-text';
import { announcementsKey, deleteAnnouncement, deleteEvent, eventsKey } from '~/api/notices';
import type { Announcement, SchoolEvent } from '~/api/types';
import { Alert } from '~/ui/alert';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { toast } from '~/ui/toast';

interface DeleteNoticeProps {
  title: string;
  detail: string;
  remove: () => Promise<unknown>;
  /** What no longer holds when it is gone. */
  stale: readonly (readonly string[])[];
  onClose: () => void;
  onDeleted: (() => void) | undefined;
}

function DeleteNotice({ title, detail, remove, stale, onClose, onDeleted }: DeleteNoticeProps) {
  const { t } = useTranslation(['notices', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = async () => {
    setBusy(true);
    try {
      await remove();
      toast('good', t('deleted', { title }));
      // The page of what is gone must be left before it asks again.
      onDeleted?.();
      onClose();
      await Promise.all(stale.map((queryKey) => queries.invalidateQueries({ queryKey })));
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
      title={t('deleteTitle', { title })}
      confirmLabel={t('common:delete')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <p>{detail}</p>
      {error === null ? null : <Alert tone="bad">{errorText(error)}</Alert>}
    </ConfirmDialog>
  );
}

interface DeleteAnnouncementProps {
  announcement: Announcement;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteAnnouncement(props: DeleteAnnouncementProps) {
  const { t } = useTranslation('notices');
  return (
    <DeleteNotice
      title={props.announcement.title}
      detail={t('deleteDetail')}
      remove={() => deleteAnnouncement(props.announcement)}
      stale={[announcementsKey]}
      onClose={props.onClose}
      onDeleted={props.onDeleted}
    />
  );
}

interface DeleteEventProps {
  event: SchoolEvent;
  onClose: () => void;
  onDeleted?: () => void;
}

export function DeleteEvent(props: DeleteEventProps) {
  const { t } = useTranslation('notices');
  return (
    <DeleteNotice
      title={props.event.title}
      detail={t('events.deleteDetail')}
      remove={() => deleteEvent(props.event)}
      stale={[eventsKey, calendarKey]}
      onClose={props.onClose}
      onDeleted={props.onDeleted}
    />
  );
}
