import '@fullcalendar/react/skeleton.css';
import '@fullcalendar/react/themes/classic/theme.css';
import '~/features/calendar/calendar.css';
import FullCalendar from '@fullcalendar/react';
import dayGrid from '@fullcalendar/react/daygrid';
import classic from '@fullcalendar/react/themes/classic';
import timeGrid from '@fullcalendar/react/timegrid';
import { useTranslation } from 'react-i18next';

import type { CalendarEntry } from '~/api/types';
import { entryKey, hoursOf } from '~/features/calendar/calendar-search';
import { firstWeekday, schoolTimeZone } from '~/i18n/format';
import { dayPlus } from '~/lib/zoned';

interface TimeGridProps {
  view: 'month' | 'week';
  date: string;
  entries: readonly CalendarEntry[];
  onOpen: (entry: CalendarEntry, anchor: Element) => void;
  onDay: (day: string) => void;
}

const plugins = [dayGrid, timeGrid, classic];
const clock = { hour: 'numeric', minute: '2-digit' } as const;
const fullHour = { hour: 'numeric' } as const;

/** A month or a week in boxes, by the clock of the school. */
export function TimeGrid({ view, date, entries, onOpen, onDay }: TimeGridProps) {
  const { t, i18n } = useTranslation('calendar');
  const hours = hoursOf(entries, schoolTimeZone());
  const byKey = new Map(entries.map((entry) => [entryKey(entry), entry]));
  return (
    <FullCalendar
      // A view and a day of its own: what is on screen is said by the address alone.
      key={`${view} ${date} ${i18n.language}`}
      plugins={plugins}
      initialView={view === 'month' ? 'dayGridMonth' : 'timeGridWeek'}
      initialDate={date}
      timeZone={schoolTimeZone()}
      locale={i18n.language}
      firstDay={firstWeekday()}
      fixedWeekCount={false}
      headerToolbar={false}
      // The page scrolls, and no part of it: such a part could not be reached by keyboard.
      height="auto"
      dayMaxEvents={view === 'month' ? 4 : true}
      {...hours}
      nowIndicator
      navLinks
      navLinkDayClick={(day) => onDay(dayOfDate(day, schoolTimeZone()))}
      eventInteractive
      eventTimeFormat={clock}
      slotHeaderFormat={fullHour}
      allDayText={t('allDay')}
      moreLinkText={(count) => t('more', { count })}
      events={entries.map(asEvent)}
      eventClass={(info) => String(info.event.extendedProps['look'])}
      eventClick={(info) => {
        info.jsEvent.preventDefault();
        const entry = byKey.get(info.event.id);
        if (entry !== undefined) onOpen(entry, info.el);
      }}
    />
  );
}

function asEvent(entry: CalendarEntry) {
  const days =
    entry.all_day && entry.starts_on !== null && entry.ends_on !== null
      ? { allDay: true, start: entry.starts_on, end: dayPlus(entry.ends_on, 1) }
      : { allDay: false, start: entry.starts_at, end: entry.ends_at };
  const state = entry.status === 'cancelled' ? ' entry-cancelled' : '';
  return {
    id: entryKey(entry),
    title: entry.title,
    ...days,
    extendedProps: { look: `entry-${entry.kind}${state}` },
  };
}

function dayOfDate(day: Date, zone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(day);
}
