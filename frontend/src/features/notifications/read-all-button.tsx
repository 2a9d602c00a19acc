import { useQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { notificationSummaryQuery } from '~/api/notifications';
import { useReadNotifications } from '~/features/notifications/use-read-notifications';
import { Button } from '~/ui/button';
import { toast } from '~/ui/toast';

export function ReadAllButton() {
  const { t } = useTranslation('notifications');
  const unread = useQuery(notificationSummaryQuery()).data?.unread ?? 0;
  const read = useReadNotifications();
  const [busy, setBusy] = useState(false);
  if (unread === 0) return null;
  const readAll = async () => {
    setBusy(true);
    await read({ all: true }).catch((error: unknown) => toast('bad', errorText(error)));
    setBusy(false);
  };
  return (
    <Button size="small" look="quiet" busy={busy} onClick={() => void readAll()}>
      {busy ? null : <CheckCheck aria-hidden />}
      {t('readAll')}
    </Button>
  );
}
