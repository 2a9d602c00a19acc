import { useQuery } from '@tanstack/react-query';
import { Pencil, Pin, Trash2 } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { announcementQuery } from '~/api/notices';
import { useCan } from '~/api/session-hooks';
import type { Announcement } from '~/api/types';
import { Byline } from '~/features/notices/announcement-card';
import { ReadersPanel } from '~/features/notices/readers-panel';
import { AnnouncementBadge } from '~/features/notices/status-badge';
import { useAudienceText } from '~/features/notices/use-audience-text';
import { useIsNews, useMarkRead } from '~/features/notices/use-mark-read';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { IconButton } from '~/ui/button';
import { Card, Panel } from '~/ui/card';
import { Facts } from '~/ui/facts';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { RichText } from '~/ui/rich-text';
import { SkeletonLines } from '~/ui/skeleton';

const DeleteAnnouncement = lazy(async () => ({
  default: (await import('~/features/notices/delete-notice')).DeleteAnnouncement,
}));

interface AnnouncementPageProps {
  id: string;
  onDeleted: () => void;
}

export function AnnouncementPage({ id, onDeleted }: AnnouncementPageProps) {
  const { t } = useTranslation(['notices', 'common']);
  const manages = useCan('manage_notices');
  const [deleting, setDeleting] = useState(false);
  const { data: announcement } = useQuery({
    ...announcementQuery(id),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  useReadOnOpen(announcement);
  const above = (
    <Breadcrumbs>
      <TextLink to="/announcements">{t('announcements')}</TextLink>
    </Breadcrumbs>
  );
  if (announcement === undefined)
    return (
      <>
        <PageHeader title={t('announcement')} above={above} />
        <Card className="p-4">
          <SkeletonLines lines={8} />
        </Card>
      </>
    );
  return (
    <>
      <PageHeader
        title={announcement.title}
        above={above}
        actions={
          manages ? (
            <>
              <LinkButton
                to="/announcements/$announcementId/edit"
                params={{ announcementId: id }}
                preload={false}
              >
                <Pencil aria-hidden />
                {t('common:change')}
              </LinkButton>
              <IconButton label={t('common:delete')} onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden />
              </IconButton>
            </>
          ) : undefined
        }
      />
      <div className="grid items-start gap-4 lg:has-[>*+*]:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <Card className="max-w-3xl p-4">
          <div className="mb-3 flex flex-wrap items-center justify-between gap-2">
            <Byline announcement={announcement} />
            <span className="flex gap-1.5">
              {announcement.pinned ? (
                <Badge>
                  <Pin aria-hidden className="size-3" />
                  {t('pinned')}
                </Badge>
              ) : null}
              {announcement.status === 'live' ? null : (
                <AnnouncementBadge status={announcement.status} />
              )}
            </span>
          </div>
          <RichText html={announcement.body_html} />
        </Card>
        {manages ? (
          <div className="flex min-w-0 flex-col gap-4">
            <AnnouncementFacts announcement={announcement} />
            <ReadersPanel announcement={announcement} />
          </div>
        ) : null}
      </div>
      <Suspense fallback={null}>
        {deleting ? (
          <DeleteAnnouncement
            announcement={announcement}
            onClose={() => setDeleting(false)}
            onDeleted={onDeleted}
          />
        ) : null}
      </Suspense>
    </>
  );
}

function AnnouncementFacts({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation('notices');
  const { moment } = useFormats();
  const audienceText = useAudienceText();
  const { status, audience, publish_at, expires_at } = announcement;
  return (
    <Panel title={t('about')}>
      <Facts
        facts={[
          { label: t('status'), value: <AnnouncementBadge status={status} /> },
          { label: t('audience.title'), value: audienceText(audience) },
          { label: t('publishAt'), value: moment(publish_at) },
          { label: t('expiresAt'), value: expires_at === null ? t('never') : moment(expires_at) },
        ]}
      />
    </Panel>
  );
}

/** Opening it is reading it. A failure costs nothing: it stays unread. */
function useReadOnOpen(announcement: Announcement | undefined): void {
  const markRead = useMarkRead();
  const isNews = useIsNews();
  const unread = announcement !== undefined && isNews(announcement) ? announcement.id : null;
  useEffect(() => {
    if (unread !== null) markRead(unread).catch(() => undefined);
  }, [unread, markRead]);
}
