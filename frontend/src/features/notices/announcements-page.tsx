import { Plus } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';

import { useCan } from '~/api/session-hooks';
import { AnnouncementFeed } from '~/features/notices/announcement-feed';
import type { AnnouncementsSearch } from '~/features/notices/notice-search';
import { LinkButton } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { TabLink, TabLinks } from '~/ui/tab-links';

const ManagedAnnouncements = lazy(async () => ({
  default: (await import('~/features/notices/managed-announcements')).ManagedAnnouncements,
}));

interface AnnouncementsPageProps {
  search: AnnouncementsSearch;
  onSearch: (search: AnnouncementsSearch) => void;
}

/** What the school tells; those who write it also see what is planned and what is over. */
export function AnnouncementsPage({ search, onSearch }: AnnouncementsPageProps) {
  const { t } = useTranslation('notices');
  const manages = useCan('manage_notices');
  const managing = manages && search.view === 'manage';
  return (
    <>
      <PageHeader
        title={t('announcements')}
        actions={
          manages ? (
            <LinkButton to="/announcements/new" look="primary">
              <Plus aria-hidden />
              {t('new')}
            </LinkButton>
          ) : undefined
        }
      />
      {manages ? (
        <TabLinks label={t('views')}>
          <TabLink to="/announcements" search={{}} current={!managing}>
            {t('feed')}
          </TabLink>
          <TabLink to="/announcements" search={{ view: 'manage' }} current={managing}>
            {t('manage')}
          </TabLink>
        </TabLinks>
      ) : null}
      {managing ? (
        <Suspense fallback={null}>
          <ManagedAnnouncements search={search} onSearch={onSearch} />
        </Suspense>
      ) : (
        <AnnouncementFeed search={search} onSearch={onSearch} />
      )}
    </>
  );
}
