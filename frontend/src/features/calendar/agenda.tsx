import { clsx } from 'clsx';
import { CalendarDays } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { CalendarEntry } from '~/api/types';
import { type CalendarRange, entriesByDay, entryKey } from '~/features/calendar/calendar-search';
import { kindLooks } from '~/features/calendar/kind-looks';
import { schoolTimeZone, todayAtSchool, useFormats } from '~/i18n/format';
import { dayAt } from '~/lib/zoned';
import { Badge } from '~/ui/badge';
import { Empty } from '~/ui/empty';

interface AgendaProps {
  entries: readonly CalendarEntry[];
  range: CalendarRange;
  onOpen: (entry: CalendarEntry, anchor: Element) => void;
}

/** The entries day by day: what a phone shows, and what reads best aloud. */
export function Agenda({ entries, range, onOpen }: AgendaProps) {
  const { t } = useTranslation('calendar');
  const { weekday } = useFormats();
  const zone = schoolTimeZone();
  const today = todayAtSchool();
  const days = entriesByDay(entries, range, (moment) => dayAt(moment, zone));
  if (days.length === 0)
    return (
      <Empty title={t('empty')} icon={<CalendarDays aria-hidden />}>
        {t('emptyDetail')}
      </Empty>
    );
  return (
    <ol className="divide-y divide-line">
      {days.map(({ day, entries: held }) => (
        <li key={day} className="grid gap-x-4 px-4 py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <h2
            className={clsx(
              'py-1.5 text-[0.8125rem] font-semibold',
              day === today ? 'text-accent' : 'text-muted',
            )}
          >
            {weekday(day)}
            {day === today ? ` · ${t('today')}` : ''}
          </h2>
          <ul>
            {held.map((entry) => (
              <li key={entryKey(entry)}>
                <AgendaEntry entry={entry} onOpen={onOpen} />
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ol>
  );
}

function AgendaEntry({ entry, onOpen }: { entry: CalendarEntry } & Pick<AgendaProps, 'onOpen'>) {
  const { t } = useTranslation('calendar');
  const { time } = useFormats();
  const cancelled = entry.status === 'cancelled';
  const { Icon, colour } = kindLooks[entry.kind];
  const beside = entry.section_name ?? entry.place;
  const when = timeText(entry, t('allDay'), time);
  return (
    <button
      type="button"
      className="flex w-full items-start gap-2.5 rounded-control px-2 py-1.5 text-left hover:bg-hover"
      onClick={(event) => onOpen(entry, event.currentTarget)}
    >
      <Icon aria-hidden className={clsx('mt-0.5 size-4 shrink-0', colour)} />
      <span className="numeric w-32 shrink-0 text-muted max-sm:hidden">{when}</span>
      <span className="min-w-0 flex-1">
        <span className={clsx('font-medium break-words', cancelled && 'text-muted line-through')}>
          {entry.title}
        </span>
        <span className="block text-[0.8125rem] text-muted">
          <span className="sm:hidden">
            {when}
            {beside === null ? '' : ' · '}
          </span>
          {beside}
        </span>
      </span>
      {entry.status === 'live' || cancelled ? (
        <Badge tone={cancelled ? 'neutral' : 'good'}>
          {t(`statuses.${cancelled ? 'cancelled' : 'live'}`)}
        </Badge>
      ) : null}
    </button>
  );
}

/** A task is due at one moment, and has no length. */
function timeText(
  { all_day, starts_at, ends_at }: CalendarEntry,
  allDay: string,
  time: (moment: string) => string,
): string {
  if (all_day) return allDay;
  return starts_at === ends_at ? time(starts_at) : `${time(starts_at)} – ${time(ends_at)}`;
}
