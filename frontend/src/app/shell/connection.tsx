import { clsx } from 'clsx';
import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useConnectionStatus } from '~/api/connection';

const dots = {
  live: 'bg-good',
  connecting: 'bg-line-strong',
  reconnecting: 'bg-warn animate-pulse',
  offline: 'bg-bad',
};

/** Whether the page is told of changes at once. Only what is wrong is put into words on a phone. */
export function ConnectionState() {
  const { t } = useTranslation('shell');
  const status = useConnectionStatus();
  return (
    <p
      role="status"
      title={t(`connectionNote.${status}`)}
      className="flex items-center gap-1.5 text-[0.8125rem] text-muted"
    >
      <span aria-hidden className={clsx('size-2 shrink-0 rounded-full', dots[status])} />
      <span className={clsx((status === 'live' || status === 'connecting') && 'max-sm:sr-only')}>
        {t(`connection.${status}`)}
      </span>
    </p>
  );
}

export function OfflineBanner() {
  const { t } = useTranslation('shell');
  const status = useConnectionStatus();
  if (status !== 'offline') return null;
  return (
    <p
      role="alert"
      className="flex items-center justify-center gap-2 bg-warn-soft px-4 py-1.5 text-center text-[0.8125rem] font-medium text-warn print:hidden"
    >
      <CloudOff aria-hidden className="size-4 shrink-0" />
      {t('offlineBanner')}
    </p>
  );
}
