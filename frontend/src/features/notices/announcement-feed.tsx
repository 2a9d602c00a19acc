import { useInfiniteQuery } from '@tanstack/react-query';
import { Megaphone } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { announcementFeedQuery } from '~/api/notices';
import { AnnouncementCard } from '~/features/notices/announcement-card';
import { type AnnouncementsSearch, feedQuery } from '~/features/notices/notice-search';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Checkbox } from '~/ui/choice';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { SearchField } from '~/ui/search-field';
import { SkeletonLines } from '~/ui/skeleton';

interface FeedProps {
  search: AnnouncementsSearch;
  onSearch: (search: AnnouncementsSearch) => void;
}

/** What is live for the reader: pinned first, then the newest. */
export function AnnouncementFeed({ search, onSearch }: FeedProps) {
  const { t } = useTranslation(['notices', 'common']);
  const change = (part: AnnouncementsSearch) => onSearch(refiltered(search, part));
  return (
    <div className="max-w-3xl">
      <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2">
        <SearchField
          label={t('search')}
          value={search.q ?? ''}
          onChange={(q) => change({ q: orNothing(q) })}
          className="w-full sm:w-72"
        />
        <Checkbox
          label={t('unreadOnly')}
          checked={search.unread === true}
          onChange={(event) => change({ unread: event.target.checked ? true : undefined })}
        />
      </div>
      <FeedItems search={search} />
    </div>
  );
}

function FeedItems({ search }: { search: AnnouncementsSearch }) {
  const { t } = useTranslation(['notices', 'common']);
  const feed = useInfiniteQuery(announcementFeedQuery(feedQuery(search)));
  if (feed.data === undefined)
    return (
      <Card className="p-4">
        {feed.isError ? (
          <ErrorState
            title={t('common:listFailed')}
            detail={errorText(feed.error)}
            onRetry={() => void feed.refetch()}
          />
        ) : (
          <SkeletonLines lines={8} />
        )}
      </Card>
    );
  const items = feed.data.pages.flatMap((page) => page.items);
  if (items.length === 0)
    return (
      <Card>
        {search.q === undefined && search.unread !== true ? (
          <Empty title={t('emptyFeed')} icon={<Megaphone aria-hidden />}>
            {t('emptyFeedDetail')}
          </Empty>
        ) : search.q === undefined ? (
          <Empty title={t('allRead')} icon={<Megaphone aria-hidden />} />
        ) : (
          <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
        )}
      </Card>
    );
  return (
    <>
      <ul className="flex flex-col gap-3" aria-busy={feed.isPlaceholderData}>
        {items.map((announcement) => (
          <li key={announcement.id}>
            <AnnouncementCard announcement={announcement} />
          </li>
        ))}
      </ul>
      {feed.hasNextPage ? (
        <div className="mt-3 text-center">
          <Button busy={feed.isFetchingNextPage} onClick={() => void feed.fetchNextPage()}>
            {t('common:more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}
