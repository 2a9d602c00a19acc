import { useQuery } from '@tanstack/react-query';
import { BellOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { notificationsQuery } from '~/api/notifications';
import { NotificationItem } from '~/features/notifications/notification-item';
import { useReadNotifications } from '~/features/notifications/use-read-notifications';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { Pagination } from '~/ui/pagination';
import { SkeletonLines } from '~/ui/skeleton';

interface NotificationListProps {
  unread: boolean;
  page: { limit: number; offset: number };
  /** Only where there is room for more than one page. */
  onPage?: (page: { limit: number; offset: number }) => void;
  onOpen?: () => void;
}

export function NotificationList({ unread, page, onPage, onOpen }: NotificationListProps) {
  const { t } = useTranslation(['notifications', 'common']);
  const query = useQuery(notificationsQuery({ ...(unread ? { unread } : {}), ...page }));
  const read = useReadNotifications();
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={6} />
      </div>
    );
  if (query.data.items.length === 0)
    return (
      <Empty title={t(unread ? 'noneUnread' : 'none')} icon={<BellOff aria-hidden />}>
        {unread ? undefined : t('noneDetail')}
      </Empty>
    );
  return (
    <>
      <ul className="divide-y divide-line">
        {query.data.items.map((notification) => (
          <li key={notification.id}>
            <NotificationItem
              notification={notification}
              onOpen={() => {
                // What it leads to opens all the same when this fails.
                if (!notification.read) read({ ids: [notification.id] }).catch(() => undefined);
                onOpen?.();
              }}
            />
          </li>
        ))}
      </ul>
      {onPage === undefined || query.data.total <= page.limit ? null : (
        <Pagination
          total={query.data.total}
          capped={query.data.total_capped ?? false}
          limit={page.limit}
          offset={page.offset}
          onChange={onPage}
        />
      )}
    </>
  );
}
