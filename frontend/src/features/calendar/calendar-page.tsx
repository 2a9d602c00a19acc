import { useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Plus, Rss } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { useCan } from '~/api/session-hooks';
import type { CalendarEntry } from '~/api/types';
import { Agenda } from '~/features/calendar/agenda';
import {
  type CalendarSearch,
  calendarViews,
  dateOf,
  entriesQuery,
  entryKinds,
  rangeOf,
  stepped,
  viewOf,
} from '~/features/calendar/calendar-search';
import { schoolTimeZone, useFormats } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button, IconButton } from '~/ui/button';
import { Card } from '~/ui/card';
import { ErrorState } from '~/ui/error-state';
import { FilterSelect } from '~/ui/filter-select';
import { LinkButton } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';
import { TabLink, TabLinks } from '~/ui/tab-links';

const TimeGrid = lazy(async () => ({
  default: (await import('~/features/calendar/time-grid')).TimeGrid,
}));
const EntryPopover = lazy(async () => ({
  default: (await import('~/features/calendar/entry-popover')).EntryPopover,
}));
const FeedDialog = lazy(async () => ({
  default: (await import('~/features/calendar/feed-panel')).FeedDialog,
}));

interface CalendarPageProps {
  search: CalendarSearch;
  onSearch: (search: CalendarSearch) => void;
}

/** Everything that the person may see, in the time of the school. */
export function CalendarPage({ search, onSearch }: CalendarPageProps) {
  const { t } = useTranslation(['calendar', 'common']);
  const view = viewOf(search);
  const [feed, setFeed] = useState(false);
  return (
    <>
      <PageHeader
        title={t('title')}
        note={t('zoneNote', { zone: schoolTimeZone() })}
        actions={<CalendarActions date={dateOf(search)} onFeed={() => setFeed(true)} />}
      />
      <TabLinks label={t('views.label')}>
        {calendarViews.map((each) => (
          <TabLink
            key={each}
            to="/calendar"
            search={{ ...search, view: each }}
            current={each === view}
          >
            {t(`views.${each}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Card className="overflow-clip">
        <CalendarBar search={search} onSearch={onSearch} />
        <CalendarBody search={search} onSearch={onSearch} />
      </Card>
      <Suspense fallback={null}>
        {feed ? <FeedDialog onClose={() => setFeed(false)} /> : null}
      </Suspense>
    </>
  );
}

function CalendarActions({ date, onFeed }: { date: string; onFeed: () => void }) {
  const { t } = useTranslation('calendar');
  const writes = useCan('manage_notices');
  return (
    <>
      <Button onClick={onFeed}>
        <Rss aria-hidden />
        {t('feed.open')}
      </Button>
      {writes ? (
        <LinkButton to="/events/new" search={{ day: date }} look="primary">
          <Plus aria-hidden />
          {t('newEvent')}
        </LinkButton>
      ) : null}
    </>
  );
}

/** Which days are on screen, and the way to others. */
function CalendarBar({ search, onSearch }: CalendarPageProps) {
  const { t } = useTranslation('calendar');
  const { month, date: written } = useFormats();
  const events = useCan('read_notices');
  const meetings = useCan('read_meetings');
  const view = viewOf(search);
  const date = dateOf(search);
  const { from, to } = rangeOf(view, date);
  const step = (steps: 1 | -1) => onSearch({ ...search, date: stepped(view, date, steps) });
  return (
    <div className="flex flex-wrap items-center gap-x-2 gap-y-2 border-b border-line px-3 py-2.5 print:hidden">
      <span className="flex items-center">
        <IconButton label={t(`previous.${view}`)} onClick={() => step(-1)}>
          <ChevronLeft aria-hidden />
        </IconButton>
        <IconButton label={t(`next.${view}`)} onClick={() => step(1)}>
          <ChevronRight aria-hidden />
        </IconButton>
      </span>
      <Button size="small" onClick={() => onSearch({ ...search, date: undefined })}>
        {t('today')}
      </Button>
      <p
        aria-live="polite"
        className="min-w-0 flex-1 font-semibold max-sm:basis-full max-sm:order-first"
      >
        {view === 'month' ? month(date) : `${written(from)} – ${written(to)}`}
      </p>
      {events && meetings ? (
        <FilterSelect
          label={t('show')}
          all={t('showAll')}
          value={search.kind ?? ''}
          onChange={(value) =>
            onSearch({ ...search, kind: entryKinds.find((kind) => kind === value) })
          }
        >
          {entryKinds.map((kind) => (
            <option key={kind} value={kind}>
              {t(`only.${kind}`)}
            </option>
          ))}
        </FilterSelect>
      ) : null}
    </div>
  );
}

function CalendarBody({ search, onSearch }: CalendarPageProps) {
  const { t } = useTranslation(['calendar', 'common']);
  const view = viewOf(search);
  const date = dateOf(search);
  const query = useQuery(entriesQuery(view, search));
  const [opened, setOpened] = useState<{ entry: CalendarEntry; anchor: Element } | null>(null);
  const open = (entry: CalendarEntry, anchor: Element) => setOpened({ entry, anchor });
  if (query.data === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:partFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <Waiting />
    );
  const { items, truncated } = query.data;
  return (
    <div aria-busy={query.isPlaceholderData}>
      {truncated ? <Alert tone="warn">{t('truncated')}</Alert> : null}
      {view === 'list' ? (
        <Agenda entries={items} range={rangeOf(view, date)} onOpen={open} />
      ) : (
        <Suspense fallback={<Waiting />}>
          <TimeGrid
            view={view}
            date={date}
            entries={items}
            onOpen={open}
            onDay={(day) => onSearch({ ...search, view: 'list', date: day })}
          />
        </Suspense>
      )}
      <Suspense fallback={null}>
        {opened === null ? null : (
          <EntryPopover
            entry={opened.entry}
            anchor={opened.anchor}
            onClose={() => setOpened(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

function Waiting() {
  return (
    <div className="min-h-96 p-4">
      <SkeletonLines lines={10} />
    </div>
  );
}
