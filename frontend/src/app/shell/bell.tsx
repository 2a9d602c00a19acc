import { useQuery } from '@tanstack/react-query';
import { Bell as BellIcon } from 'lucide-react';
import { type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { notificationSummaryQuery } from '~/api/notifications';
import { useFormats } from '~/i18n/format';
import { buttonStyle } from '~/ui/button-style';
import { Popover } from '~/ui/popover';

const most = 99;

/** How much is new, always in sight; pressed, it shows what. */
export function Bell({ panel }: { panel: (close: () => void) => ReactNode }) {
  const { t } = useTranslation('shell');
  const { number } = useFormats();
  const unread = useQuery(notificationSummaryQuery()).data?.unread ?? 0;
  const label =
    unread === 0 ? t('notifications') : t('bell', { count: unread, shown: number(unread) });
  return (
    <Popover
      label={t('notifications')}
      className="w-96 p-0! max-sm:fixed! max-sm:inset-x-3! max-sm:top-13! max-sm:w-auto"
      trigger={(attributes) => (
        <button
          type="button"
          aria-label={label}
          title={label}
          className={`${buttonStyle({ look: 'quiet', size: 'icon' })} relative`}
          {...attributes}
        >
          <BellIcon aria-hidden />
          {unread === 0 ? null : (
            <span
              aria-hidden
              className="numeric absolute top-0 right-0 flex h-4 min-w-4 items-center justify-center rounded-full bg-bad px-1 text-[0.6875rem] leading-4 font-semibold text-bad-ink"
            >
              {unread > most ? `${most}+` : unread}
            </span>
          )}
        </button>
      )}
    >
      {(close) => <Suspense fallback={null}>{panel(close)}</Suspense>}
    </Popover>
  );
}
