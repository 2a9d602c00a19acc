import { useTranslation } from 'react-i18next';

import { NotificationList } from '~/features/notifications/notification-list';
import { ReadAllButton } from '~/features/notifications/read-all-button';
import { Card } from '~/ui/card';
import { LinkButton } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { TabLink, TabLinks } from '~/ui/tab-links';

export interface NotificationsSearch {
  unread?: boolean | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

interface NotificationsPageProps {
  search: NotificationsSearch;
  onSearch: (search: NotificationsSearch) => void;
}

export function NotificationsPage({ search, onSearch }: NotificationsPageProps) {
  const { t } = useTranslation('notifications');
  const unread = search.unread === true;
  return (
    <div className="max-w-3xl">
      <PageHeader
        title={t('title')}
        actions={
          <>
            <ReadAllButton />
            <LinkButton to="/profile" search={{ tab: 'notifications' }} size="small">
              {t('mail.open')}
            </LinkButton>
          </>
        }
      />
      <TabLinks label={t('views')}>
        <TabLink to="/notifications" search={{}} current={!unread}>
          {t('all')}
        </TabLink>
        <TabLink to="/notifications" search={{ unread: true }} current={unread}>
          {t('unreadOnly')}
        </TabLink>
      </TabLinks>
      <Card className="overflow-clip">
        <NotificationList
          unread={unread}
          page={{ limit: search.limit ?? 20, offset: search.offset ?? 0 }}
          onPage={(page) => onSearch({ ...search, ...page })}
        />
      </Card>
    </div>
  );
}
