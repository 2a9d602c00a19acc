import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { downloadCsv } from '~/api/export';
import { listView } from '~/api/list-view';
import { meetingsQuery } from '~/api/meetings';
import { useCan } from '~/api/session-hooks';
import type { Meeting } from '~/api/types';
import { JoinLink } from '~/features/meetings/join-link';
import { MeetingBadge } from '~/features/meetings/meeting-badge';
import {
  type MeetingsSearch,
  meetingsListQuery,
  meetingViews,
} from '~/features/meetings/meeting-search';
import { useFormats } from '~/i18n/format';
import { orNothing, refiltered } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { type Column, DataTable } from '~/ui/data-table';
import { Empty } from '~/ui/empty';
import { FilterSelect } from '~/ui/filter-select';
import { TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SearchField } from '~/ui/search-field';
import { toast } from '~/ui/toast';

const MeetingDialog = lazy(async () => ({
  default: (await import('~/features/meetings/meeting-dialog')).MeetingDialog,
}));

interface MeetingsPageProps {
  search: MeetingsSearch;
  onSearch: (search: MeetingsSearch) => void;
}

/** The meetings of the sections that the person belongs to or holds meetings of. */
export function MeetingsPage({ search, onSearch }: MeetingsPageProps) {
  const { t } = useTranslation(['meetings', 'common']);
  const holds = useCan('manage_meetings');
  const [scheduling, setScheduling] = useState(false);
  const query = meetingsListQuery(search);
  const answer = useQuery(meetingsQuery(query));
  const columns = useColumns();
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t(holds ? 'noteHost' : 'note')}
        actions={
          holds ? (
            <Button look="primary" onClick={() => setScheduling(true)}>
              <Plus aria-hidden />
              {t('new')}
            </Button>
          ) : undefined
        }
      />
      <DataTable
        id="meetings"
        label={t('title')}
        columns={columns}
        view={listView(answer)}
        rowId={(row) => row.id}
        rowLabel={(row) => row.title}
        sort={query.sort}
        onSort={(sort) => onSearch({ ...search, sort, offset: undefined })}
        onPage={(page) => onSearch({ ...search, ...page })}
        toolbar={<Filters search={search} onSearch={onSearch} />}
        empty={
          search.q === undefined && search.show === undefined ? (
            <Empty title={t('noneNext')}>{t(holds ? 'emptyHost' : 'empty')}</Empty>
          ) : (
            <Empty title={t('common:noMatchTitle')}>{t('common:noMatchDetail')}</Empty>
          )
        }
        onExport={() =>
          downloadCsv('/meetings', query, 'meetings').catch((error: unknown) =>
            toast('bad', errorText(error)),
          )
        }
      />
      <Suspense fallback={null}>
        {scheduling ? <MeetingDialog onClose={() => setScheduling(false)} /> : null}
      </Suspense>
    </>
  );
}

function Filters({ search, onSearch }: MeetingsPageProps) {
  const { t } = useTranslation('meetings');
  const change = (part: MeetingsSearch) => onSearch(refiltered(search, part));
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
        all={t('views.open')}
        value={search.show ?? ''}
        onChange={(value) =>
          change({ show: meetingViews.find((view) => view === value), sort: undefined })
        }
      >
        {meetingViews
          .filter((view) => view !== 'open')
          .map((view) => (
            <option key={view} value={view}>
              {t(`views.${view}`)}
            </option>
          ))}
      </FilterSelect>
    </>
  );
}

function useColumns(): Column<Meeting>[] {
  const { t } = useTranslation(['meetings', 'common']);
  const { span } = useFormats();
  return useMemo(
    () => [
      {
        id: 'title',
        header: t('name'),
        sort: 'title',
        primary: true,
        cell: (row) => (
          <TextLink
            to="/meetings/$meetingId"
            params={{ meetingId: row.id }}
            preload={false}
            className="line-clamp-2 break-words"
          >
            {row.title}
          </TextLink>
        ),
      },
      { id: 'status', header: t('status'), cell: (row) => <MeetingBadge status={row.status} /> },
      {
        id: 'starts_at',
        header: t('when'),
        sort: 'starts_at',
        cell: (row) => span(row.starts_at, row.ends_at),
      },
      {
        id: 'section',
        header: t('section'),
        cell: (row) => (
          <TextLink
            to="/sections/$sectionId"
            params={{ sectionId: row.section_id }}
            preload={false}
          >
            {row.section_name}
          </TextLink>
        ),
      },
      { id: 'host', header: t('host'), cell: (row) => row.host_name },
      {
        id: 'actions',
        header: t('common:actions'),
        actions: true,
        cell: (row) => <JoinLink meeting={row} size="small" />,
      },
    ],
    [t, span],
  );
}
