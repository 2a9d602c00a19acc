import { useQuery } from '@tanstack/react-query';
import { Pencil, Pin, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { announcementsQuery } from '~/api/notices';
import type { Announcement } from '~/api/types';
import { DeleteAnnouncement } from '~/features/notices/delete-notice';
import {
  type AnnouncementsSearch,
  announcementStatuses,
  managedQuery,
} from '~/features/notices/notice-search';
import { AnnouncementBadge } from '~/features/notices/status-badge';
import { useAudienceText } from '~/features/notices/use-audience-text';
import { useFormats } from '~/i18n/format';
import { orNothing, refiltered } from '~/lib/list-search';
import { IconButton } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { FilterSelect } from '~/ui/filter-select';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SearchField } from '~/ui/search-field';
import { toast } from '~/ui/toast';

interface ManagedProps {
  search: AnnouncementsSearch;
  onSearch: (search: AnnouncementsSearch) => void;
}

/** Every announcement, whatever part of its life it is in, for those who write them. */
export function ManagedAnnouncements({ search, onSearch }: ManagedProps) {
  const { t } = useTranslation(['notices', 'common']);
  const [deleting, setDeleting] = useState<Announcement | null>(null);
  const query = managedQuery(search);
  const answer = useQuery(announcementsQuery(query));
  const columns = useColumns(setDeleting);
  return (
    <>
      <DataTable
        id="announcements"
        label={t('announcements')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        sort={search.sort}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={<Filters search={search} onSearch={onSearch} />}
        empty={
          search.q === undefined && search.status === undefined ? (
            <Empty
              title={t('emptyManaged')}
              action={
                <LinkButton to="/announcements/new" look="primary">
                  {t('new')}
                </LinkButton>
              }
            >
              {t('emptyManagedDetail')}
            </Empty>
          ) : (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/announcements', query, 'announcements').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      {deleting === null ? null : (
        <DeleteAnnouncement announcement={deleting} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function Filters({ search, onSearch }: ManagedProps) {
  const { t } = useTranslation('notices');
  const change = (part: AnnouncementsSearch) => onSearch(refiltered(search, part));
  return (
    <>
      <SearchField
        label={t('search')}
        value={search.q ?? ''}
        onChange={(q) => change({ q: orNothing(q) })}
        className="w-full sm:w-64"
      />
      <FilterSelect
        label={t('status')}
        all={t('allStatuses')}
        value={search.status ?? ''}
        onChange={(value) =>
          change({ status: announcementStatuses.find((status) => status === value) })
        }
      >
        {announcementStatuses.map((status) => (
          <option key={status} value={status}>
            {t(`statuses.${status}`)}
          </option>
        ))}
      </FilterSelect>
    </>
  );
}

function useColumns(onDelete: (announcement: Announcement) => void): Column<Announcement>[] {
  const { t } = useTranslation(['notices', 'common']);
  const { moment, number } = useFormats();
  const audienceText = useAudienceText();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('title'),
        sort: 'title',
        primary: true,
        cell: (row) => (
          <span className="inline-flex max-w-full items-center gap-1.5">
            <TextLink
              to="/announcements/$announcementId"
              params={{ announcementId: row.id }}
              preload={false}
              className="line-clamp-2 min-w-0 break-words"
            >
              {row.title}
            </TextLink>
            {row.pinned ? (
              <Pin aria-label={t('pinned')} className="size-3.5 shrink-0 text-muted" />
            ) : null}
          </span>
        ),
      },
      {
        id: 'status',
        header: t('status'),
        cell: (row) => <AnnouncementBadge status={row.status} />,
      },
      { id: 'audience', header: t('audience.title'), cell: (row) => audienceText(row.audience) },
      {
        id: 'publish_at',
        header: t('publishAt'),
        sort: 'publish_at',
        cell: (row) => moment(row.publish_at),
      },
      {
        id: 'expires_at',
        header: t('expiresAt'),
        hiddenAtFirst: true,
        cell: (row) => (row.expires_at === null ? t('never') : moment(row.expires_at)),
      },
      {
        id: 'author',
        header: t('author'),
        hiddenAtFirst: true,
        cell: (row) => row.author_name ?? t('school'),
      },
      {
        id: 'readers',
        header: t('readers'),
        numeric: true,
        cell: (row) => (row.read_count === null ? '' : number(row.read_count)),
      },
      {
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (row) => (
          <span className="inline-flex">
            <LinkButton
              to="/announcements/$announcementId/edit"
              params={{ announcementId: row.id }}
              preload={false}
              look="quiet"
              size="iconSmall"
              aria-label={t('edit', { title: row.title })}
              title={t('edit', { title: row.title })}
            >
              <Pencil aria-hidden />
            </LinkButton>
            <IconButton
              size="iconSmall"
              label={t('delete', { title: row.title })}
              onClick={() => onDelete(row)}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </span>
        ),
      },
    ],
    [t, moment, number, audienceText, onDelete],
  );
}
