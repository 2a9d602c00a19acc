/** Days and times of a place, whatever the clock of the device says. Days are `YYYY-MM-DD`. */

const minute = 60_000;
const day = 86_400_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  });
  formats.set(zone, made);
  return made;
}

/** The place's calendar and clock at a moment, as `2026-06-03T09:15`: what a date field holds. */
export function clockAt(moment: string | number | Date, zone: string): string {
  return formatOf(zone).format(new Date(moment)).replace(' ', 'T').slice(0, 16);
}

/** The place's day at a moment. */
export function dayAt(moment: string | number | Date, zone: string): string {
  return clockAt(moment, zone).slice(0, 10);
}

/**
 * The moment at which the place's clock shows this. A time that a clock change skips is the moment
 * that follows the change by as much; of two, it is the first.
 */
export function momentOf(clock: string, zone: string): string {
  const wanted = Date.parse(`${clock.slice(0, 16)}:00Z`);
  const shown = (moment: number) => Date.parse(`${clockAt(moment, zone)}:00Z`);
  const before = wanted - (shown(wanted - day) - (wanted - day));
  const after = wanted - (shown(wanted + day) - (wanted + day));
  const fitting = [before, after].filter((moment) => shown(moment) === wanted);
  return new Date(fitting.length > 0 ? Math.min(...fitting) : before).toISOString();
}

/** Whole minutes between two clocks of one place, for keeping a length when the start moves. */
export function minutesBetween(start: string, end: string): number {
  return Math.round((Date.parse(`${end}:00Z`) - Date.parse(`${start}:00Z`)) / minute);
}

export function clockPlus(clock: string, minutes: number): string {
  return new Date(Date.parse(`${clock}:00Z`) + minutes * minute).toISOString().slice(0, 16);
}

export function isDay(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    /^\d{4}-\d{2}-\d{2}$/.test(value) &&
    !Number.isNaN(Date.parse(`${value}T00:00:00Z`)) &&
    new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
  );
}

export function dayPlus(value: string, days: number): string {
  return new Date(Date.parse(`${value}T00:00:00Z`) + days * day).toISOString().slice(0, 10);
}

/** How many days one day lies after another; negative when it lies before. */
export function daysApart(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / day);
}

/** The same day so many months later, or the last day of a month that is shorter. */
export function monthPlus(value: string, months: number): string {
  const [year = 0, month = 1, date = 1] = value.split('-').map(Number);
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last)))
    .toISOString()
    .slice(0, 10);
}

/** The first day of the week in which a day lies; `first` is 0 for Sunday. */
export function weekBegin(value: string, first: number): string {
  const weekday = new Date(`${value}T00:00:00Z`).getUTCDay();
  return dayPlus(value, -((weekday - first + 7) % 7));
}

/** Every day from the first to the last. */
export function daysBetween(from: string, to: string): string[] {
  const days: string[] = [];
  for (let each = from; each <= to; each = dayPlus(each, 1)) days.push(each);
  return days;
}
