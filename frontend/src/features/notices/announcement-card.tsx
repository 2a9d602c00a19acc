import { Check, Pin } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import type { Announcement } from '~/api/types';
import { useIsNews, useMarkRead } from '~/features/notices/use-mark-read';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Button } from '~/ui/button';
import { TextLink } from '~/ui/link-button';
import { RichText } from '~/ui/rich-text';
import { toast } from '~/ui/toast';

const longest = 700;

/** One announcement of the feed. A long one shows its beginning and leads to the rest. */
export function AnnouncementCard({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation('notices');
  const id = useId();
  const long = announcement.body.length > longest;
  const news = useIsNews()(announcement);
  const params = { announcementId: announcement.id };
  return (
    <article
      aria-labelledby={id}
      className="rounded-card border border-line bg-surface px-4 py-3.5 shadow-card"
    >
      <header className="flex flex-wrap items-start justify-between gap-x-3 gap-y-1">
        <div className="min-w-0">
          <h2 id={id} className="text-base font-semibold">
            <TextLink
              to="/announcements/$announcementId"
              params={params}
              preload={false}
              className="text-ink"
            >
              {announcement.title}
            </TextLink>
          </h2>
          <Byline announcement={announcement} />
        </div>
        <div className="flex items-center gap-1.5">
          {announcement.pinned ? (
            <Badge>
              <Pin aria-hidden className="size-3" />
              {t('pinned')}
            </Badge>
          ) : null}
          {news ? <Badge tone="accent">{t('unread')}</Badge> : null}
        </div>
      </header>
      <div inert={long} className={long ? 'fading mt-2 max-h-40 overflow-hidden' : 'mt-2'}>
        <RichText html={announcement.body_html} />
      </div>
      {long || news ? (
        <footer className="mt-2 flex flex-wrap items-center gap-3">
          {long ? (
            <TextLink to="/announcements/$announcementId" params={params} preload={false}>
              {t('readAll')}
              <span className="sr-only">: {announcement.title}</span>
            </TextLink>
          ) : null}
          {news ? <MarkRead announcement={announcement} /> : null}
        </footer>
      ) : null}
    </article>
  );
}

export function Byline({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation('notices');
  const { moment } = useFormats();
  return (
    <p className="text-[0.8125rem] text-muted">
      {t('byline', {
        author: announcement.author_name ?? t('school'),
        time: moment(announcement.publish_at),
      })}
    </p>
  );
}

function MarkRead({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation('notices');
  const markRead = useMarkRead();
  const [busy, setBusy] = useState(false);
  const mark = async () => {
    setBusy(true);
    try {
      await markRead(announcement.id);
    } catch (error) {
      toast('bad', errorText(error));
    }
    setBusy(false);
  };
  return (
    <Button size="small" busy={busy} onClick={() => void mark()}>
      {busy ? null : <Check aria-hidden />}
      {t('markRead')}
      <span className="sr-only">: {announcement.title}</span>
    </Button>
  );
}
