import { useQuery } from '@tanstack/react-query';
import { Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { eventsQuery } from '~/api/notices';
import type { SchoolEvent } from '~/api/types';
import { DeleteEvent } from '~/features/notices/delete-notice';
import { EventTime } from '~/features/notices/event-time';
import { eventsListQuery, type EventsSearch } from '~/features/notices/notice-search';
import { useAudienceText } from '~/features/notices/use-audience-text';
import { todayAtSchool } from '~/i18n/format';
import { orNothing, refiltered } from '~/lib/list-search';
import { IconButton } from '~/ui/button';
import { Checkbox } from '~/ui/choice';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SearchField } from '~/ui/search-field';
import { toast } from '~/ui/toast';

interface EventsPageProps {
  search: EventsSearch;
  onSearch: (search: EventsSearch) => void;
}

/** The events of the school, for those who keep them. */
export function EventsPage({ search, onSearch }: EventsPageProps) {
  const { t } = useTranslation(['notices', 'common']);
  const [deleting, setDeleting] = useState<SchoolEvent | null>(null);
  const query = eventsListQuery(search, todayAtSchool());
  const answer = useQuery(eventsQuery(query));
  const columns = useColumns(setDeleting);
  const change = (part: EventsSearch) => onSearch(refiltered(search, part));
  const newEvent = (
    <LinkButton to="/events/new" look="primary">
      <Plus aria-hidden />
      {t('events.new')}
    </LinkButton>
  );
  return (
    <>
      <PageHeader title={t('events.title')} actions={newEvent} />
      <DataTable
        id="events"
        label={t('events.title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={
          <>
            <SearchField
              label={t('events.search')}
              value={search.q ?? ''}
              onChange={(q) => change({ q: orNothing(q) })}
              className="w-full sm:w-64"
            />
            <Checkbox
              label={t('events.withPast')}
              checked={search.past === true}
              onChange={(event) => change({ past: event.target.checked ? true : undefined })}
            />
          </>
        }
        empty={
          search.q === undefined ? (
            <Empty title={t('events.emptyTitle')} action={newEvent}>
              {t('events.emptyDetail')}
            </Empty>
          ) : (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/events', query, 'events').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      {deleting === null ? null : (
        <DeleteEvent event={deleting} onClose={() => setDeleting(null)} />
      )}
    </>
  );
}

function useColumns(onDelete: (event: SchoolEvent) => void): Column<SchoolEvent>[] {
  const { t } = useTranslation(['notices', 'common']);
  const audienceText = useAudienceText();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('title'),
        primary: true,
        cell: (row) => (
          <TextLink
            to="/events/$eventId"
            params={{ eventId: row.id }}
            preload={false}
            className="line-clamp-2 break-words"
          >
            {row.title}
          </TextLink>
        ),
      },
      { id: 'time', header: t('events.when'), cell: (row) => <EventTime event={row} /> },
      { id: 'place', header: t('events.place'), cell: (row) => row.place ?? '' },
      { id: 'audience', header: t('audience.title'), cell: (row) => audienceText(row.audience) },
      {
        id: 'author',
        header: t('author'),
        hiddenAtFirst: true,
        cell: (row) => row.author_name ?? t('school'),
      },
      {
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (row) => (
          <span className="inline-flex">
            <LinkButton
              to="/events/$eventId/edit"
              params={{ eventId: row.id }}
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
    [t, audienceText, onDelete],
  );
}
