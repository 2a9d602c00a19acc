import { calendarQuery } from '~/api/calendar';
import type { CalendarEntry } from '~/api/types';
import { firstWeekday, todayAtSchool } from '~/i18n/format';
import { clockAt, dayPlus, daysBetween, monthPlus, weekBegin } from '~/lib/zoned';

export const calendarViews = ['month', 'week', 'list'] as const;
export type CalendarView = (typeof calendarViews)[number];

export const entryKinds = [
  'event',
  'meeting',
  'task',
] as const satisfies readonly CalendarEntry['kind'][];

/** The view of the calendar as it stands in the address. */
export interface CalendarSearch {
  view?: CalendarView | undefined;
  /** A day of the school: the view shows the month or week in which it lies. */
  date?: string | undefined;
  kind?: CalendarEntry['kind'] | undefined;
}

export interface CalendarRange {
  from: string;
  to: string;
}

const listDays = 28;

/** Narrow windows begin with a list: a month in boxes says nothing there. */
export function viewOf(search: CalendarSearch): CalendarView {
  if (search.view !== undefined) return search.view;
  return globalThis.matchMedia('(min-width: 640px)').matches ? 'month' : 'list';
}

export function dateOf(search: CalendarSearch): string {
  return search.date ?? todayAtSchool();
}

/** The days that a view shows, the first and the last included. */
export function rangeOf(view: CalendarView, date: string): CalendarRange {
  const first = firstWeekday();
  if (view === 'list') return { from: date, to: dayPlus(date, listDays - 1) };
  if (view === 'week') {
    const from = weekBegin(date, first);
    return { from, to: dayPlus(from, 6) };
  }
  const month = `${date.slice(0, 8)}01`;
  const last = dayPlus(monthPlus(month, 1), -1);
  return { from: weekBegin(month, first), to: dayPlus(weekBegin(last, first), 6) };
}

/** The day that stands for the view one step on, or back. */
export function stepped(view: CalendarView, date: string, steps: 1 | -1): string {
  if (view === 'month') return monthPlus(`${date.slice(0, 8)}01`, steps);
  return dayPlus(date, steps * (view === 'week' ? 7 : listDays));
}

export function entriesQuery(view: CalendarView, search: CalendarSearch) {
  return calendarQuery({
    ...rangeOf(view, dateOf(search)),
    ...(search.kind === undefined ? {} : { kinds: search.kind }),
  });
}

/** The hours of a school's day, and those besides in which something happens. */
export function hoursOf(entries: readonly CalendarEntry[], zone: string) {
  let [first, last] = [6, 19];
  for (const { all_day, starts_at, ends_at } of entries) {
    if (all_day) continue;
    const [start, end] = [clockAt(starts_at, zone), clockAt(ends_at, zone)];
    const overnight = start.slice(0, 10) !== end.slice(0, 10);
    first = overnight ? 0 : Math.min(first, Number(start.slice(11, 13)));
    last = overnight ? 24 : Math.max(last, Number(end.slice(11, 13)) + 1);
  }
  return { slotMinTime: fullHour(first), slotMaxTime: fullHour(last) };
}

function fullHour(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00:00`;
}

/** Names an entry among all: events, meetings and tasks are numbered apart. */
export function entryKey(entry: CalendarEntry): string {
  return `${entry.kind} ${entry.id}`;
}

/** The entries of each day that has any; what lasts for days stands on each of them. */
export function entriesByDay(
  entries: readonly CalendarEntry[],
  range: CalendarRange,
  dayOf: (moment: string | number) => string,
): { day: string; entries: CalendarEntry[] }[] {
  const days = new Map<string, CalendarEntry[]>();
  for (const entry of entries) {
    const { first, last } = daysOf(entry, dayOf);
    const from = first > range.from ? first : range.from;
    const to = last < range.to ? last : range.to;
    for (const day of daysBetween(from, to)) days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days.keys()].toSorted().map((day) => ({ day, entries: inOrder(days.get(day) ?? []) }));
}

function daysOf(entry: CalendarEntry, dayOf: (moment: string | number) => string) {
  if (entry.all_day && entry.starts_on !== null && entry.ends_on !== null)
    return { first: entry.starts_on, last: entry.ends_on };
  // What ends at midnight does not reach into the next day.
  const end = Math.max(Date.parse(entry.starts_at), Date.parse(entry.ends_at) - 1);
  return { first: dayOf(entry.starts_at), last: dayOf(end) };
}

function orderKey(entry: CalendarEntry): string {
  return `${entry.all_day ? 0 : 1} ${entry.starts_at}`;
}

function inOrder(entries: readonly CalendarEntry[]): CalendarEntry[] {
  return entries.toSorted((a, b) => orderKey(a).localeCompare(orderKey(b)));
}
