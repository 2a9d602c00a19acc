import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

import { NotificationList } from '~/features/notifications/notification-list';
import { ReadAllButton } from '~/features/notifications/read-all-button';
import { loadTexts } from '~/i18n/setup';
import { LinkButton } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

const firstPage = { limit: 8, offset: 0 };

/** What the bell opens: the latest, and the way to all of them. */
export function NotificationPanel({ onClose }: { onClose: () => void }) {
  const { t, ready } = useTranslation('notifications', { useSuspense: false });
  useEffect(() => {
    void loadTexts('notifications');
  }, []);
  if (!ready)
    return (
      <div className="p-4">
        <SkeletonLines lines={6} />
      </div>
    );
  return (
    <>
      <header className="flex items-center justify-between gap-2 border-b border-line py-1.5 pr-1.5 pl-3">
        <h2 className="font-semibold">{t('title')}</h2>
        <ReadAllButton />
      </header>
      <NotificationList unread={false} page={firstPage} onOpen={onClose} />
      <footer className="flex justify-between border-t border-line p-1.5">
        <LinkButton to="/notifications" look="quiet" size="small" onClick={onClose}>
          {t('showAll')}
        </LinkButton>
        <LinkButton
          to="/profile"
          search={{ tab: 'notifications' }}
          look="quiet"
          size="small"
          onClick={onClose}
        >
          {t('mail.open')}
        </LinkButton>
      </footer>
    </>
  );
}
