import { useQuery } from '@tanstack/react-query';
import { CalendarDays, Megaphone, Pin } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { latestAnnouncementsQuery, upcomingEventsQuery } from '~/api/notices';
import { EventTime } from '~/features/notices/event-time';
import { useIsNews } from '~/features/notices/use-mark-read';
import { todayAtSchool, useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

/** What the school told last, on a home. */
export function LatestAnnouncementsPanel() {
  const { t } = useTranslation('notices');
  const { ago } = useFormats();
  const isNews = useIsNews();
  const query = useQuery(latestAnnouncementsQuery());
  return (
    <Panel
      flush
      title={t('announcements')}
      actions={
        <LinkButton to="/announcements" size="small">
          {t('all')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        empty={<Empty title={t('emptyFeed')} icon={<Megaphone aria-hidden />} />}
      >
        {(item) => (
          <li key={item.id} className="flex items-start justify-between gap-3 px-4 py-2">
            <span className="min-w-0">
              <TextLink
                to="/announcements/$announcementId"
                params={{ announcementId: item.id }}
                preload={false}
                className="line-clamp-2 break-words"
              >
                {item.title}
              </TextLink>
              <span className="block text-[0.8125rem] text-muted">
                {item.author_name ?? t('school')} · {ago(item.publish_at)}
              </span>
            </span>
            <span className="flex shrink-0 items-center gap-1.5 py-0.5">
              {item.pinned ? (
                <Pin role="img" aria-label={t('pinned')} className="size-3.5 text-muted" />
              ) : null}
              {isNews(item) ? <Badge tone="accent">{t('unread')}</Badge> : null}
            </span>
          </li>
        )}
      </Lines>
    </Panel>
  );
}

/** The next few events, on a home. */
export function UpcomingEventsPanel() {
  const { t } = useTranslation('notices');
  const query = useQuery(upcomingEventsQuery(todayAtSchool()));
  return (
    <Panel
      flush
      title={t('events.upcoming')}
      actions={
        <LinkButton to="/calendar" size="small">
          {t('events.calendar')}
        </LinkButton>
      }
    >
      <Lines
        query={query}
        empty={<Empty title={t('events.noneUpcoming')} icon={<CalendarDays aria-hidden />} />}
      >
        {(event) => (
          <li key={event.id} className="px-4 py-2">
            <TextLink
              to="/events/$eventId"
              params={{ eventId: event.id }}
              preload={false}
              className="line-clamp-2 break-words"
            >
              {event.title}
            </TextLink>
            <span className="block text-[0.8125rem] text-muted">
              <EventTime event={event} />
              {event.place === null ? null : ` · ${event.place}`}
            </span>
          </li>
        )}
      </Lines>
    </Panel>
  );
}

interface LinesProps<Item> {
  query: {
    data: { items: Item[] } | undefined;
    isError: boolean;
    error: unknown;
    refetch: () => unknown;
  };
  empty: ReactNode;
  children: (item: Item) => ReactNode;
}

/** A short list in a panel, with its waiting, its failure and its emptiness. */
function Lines<Item>({ query, empty, children }: LinesProps<Item>) {
  const { t } = useTranslation('common');
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('partFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={4} />
      </div>
    );
  if (query.data.items.length === 0) return <>{empty}</>;
  return <ul className="divide-y divide-line">{query.data.items.map(children)}</ul>;
}
