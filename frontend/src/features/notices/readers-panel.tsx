import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { announcementReadersQuery } from '~/api/notices';
import type { Announcement } from '~/api/types';
import { useFormats } from '~/i18n/format';
import { Meter } from '~/ui/bar-list';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { Pagination } from '~/ui/pagination';
import { SkeletonLines } from '~/ui/skeleton';

/** Who has read it, and how many of those whom it addresses. For those who write announcements. */
export function ReadersPanel({ announcement }: { announcement: Announcement }) {
  const { t } = useTranslation(['notices', 'common']);
  const { number, moment } = useFormats();
  const [page, setPage] = useState({ limit: 20, offset: 0 });
  const query = useQuery(announcementReadersQuery(announcement.id, page));
  const read = announcement.read_count ?? query.data?.total ?? 0;
  const addressed = announcement.addressed_count;
  return (
    <Panel
      flush
      title={t('readers')}
      note={
        addressed === null
          ? t('readCount', { count: read, shown: number(read) })
          : t('readOf', { read: number(read), people: number(addressed), count: addressed })
      }
    >
      {addressed === null || addressed === 0 ? null : (
        <div className="px-4 pt-3">
          <Meter share={read / addressed} />
        </div>
      )}
      {query.data === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:listFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={4} />
          </div>
        )
      ) : query.data.total === 0 ? (
        <Empty title={t('noReaders')} />
      ) : (
        <>
          <ul className="divide-y divide-line">
            {query.data.items.map((reader) => (
              <li key={reader.user_id} className="flex flex-wrap justify-between gap-x-3 px-4 py-2">
                <span className="min-w-0">{reader.name}</span>
                <span className="numeric text-[0.8125rem] text-muted">
                  {moment(reader.read_at)}
                </span>
              </li>
            ))}
          </ul>
          {query.data.total > page.limit ? (
            <Pagination
              total={query.data.total}
              capped={false}
              limit={page.limit}
              offset={page.offset}
              onChange={setPage}
            />
          ) : null}
        </>
      )}
    </Panel>
  );
}
