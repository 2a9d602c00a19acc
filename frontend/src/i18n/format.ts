import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { currentLanguage } from '~/i18n/setup';
import { dayAt, daysApart } from '~/lib/zoned';

/** Where and how the school writes dates; set once the public settings are known. */
export interface SchoolFormat {
  timeZone: string;
  country: string;
}

let school: SchoolFormat = { timeZone: 'Asia/Manila', country: 'PH' };
const cache = new Map<string, Formats>();

export function setSchoolFormat(timeZone: string, locale: string): void {
  const country = /[-_]([A-Z]{2})$/.exec(locale)?.[1];
  school = { timeZone, country: country ?? school.country };
  cache.clear();
}

export interface Formats {
  /** A moment, in the school's time zone: "3 Jun 2026, 09:15". */
  moment: (value: string) => string;
  /** The day of a moment, in the school's time zone. */
  day: (value: string) => string;
  /** A calendar date without a time zone: "3 Jun 2026". */
  date: (value: string) => string;
  /** The time of a moment, in the school's time zone: "09:15". */
  time: (value: string) => string;
  /** A calendar date with its weekday: "Wed, 3 Jun 2026". */
  weekday: (value: string) => string;
  /** From when to when, without saying the day twice. */
  span: (from: string, to: string) => string;
  /** The month of a calendar date: "June 2026". */
  month: (value: string) => string;
  number: (value: number) => string;
  /** A share from 0 to 1: "40%". */
  percent: (share: number) => string;
  /** An amount of bytes: "1.4 MB". */
  size: (bytes: number) => string;
  /** On which day, seen from today at the school: "tomorrow", "in 3 days". */
  fromToday: (value: string, now?: number) => string;
  /** A moment in as few letters as tell it from others: "09:15" today, "Wed" this week, "3 Jun". */
  recent: (value: string, now?: number) => string;
  /** How long ago, in the coarsest unit that says something: "3 days ago". */
  ago: (value: string, now?: number) => string;
}

/** Formats for the language on screen. They are made once for each language and school. */
export function useFormats(): Formats {
  const { i18n } = useTranslation();
  const language = i18n.language;
  return useMemo(() => formatsFor(language), [language]);
}

/** Formats for texts that are made outside of a component. */
export function currentFormats(): Formats {
  return formatsFor(currentLanguage());
}

function formatsFor(language: string): Formats {
  const locale = `${language === currentLanguage() ? language : 'en'}-${school.country}`;
  const known = cache.get(locale);
  if (known !== undefined) return known;
  const made = makeFormats(locale);
  cache.set(locale, made);
  return made;
}

function makeFormats(locale: string): Formats {
  const dateStyle = { day: 'numeric', month: 'short', year: 'numeric' } as const;
  const zoned = { timeZone: school.timeZone };
  const clock = clockOf(locale);
  const moment = new Intl.DateTimeFormat(locale, { ...dateStyle, ...clock, ...zoned });
  const day = new Intl.DateTimeFormat(locale, { ...dateStyle, ...zoned });
  const date = new Intl.DateTimeFormat(locale, { ...dateStyle, timeZone: 'UTC' });
  const time = new Intl.DateTimeFormat(locale, { ...clock, ...zoned });
  const weekday = new Intl.DateTimeFormat(locale, {
    ...dateStyle,
    weekday: 'short',
    timeZone: 'UTC',
  });
  const shortWeekday = new Intl.DateTimeFormat(locale, { weekday: 'short', ...zoned });
  const shortDate = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', ...zoned });
  const span = new Intl.DateTimeFormat(locale, {
    ...dateStyle,
    ...clock,
    weekday: 'short',
    ...zoned,
  });
  const month = new Intl.DateTimeFormat(locale, {
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  });
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  const relativeTo = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  // They stand within a line, and in Filipino some begin with a capital.
  const relative = (amount: number, unit: Intl.RelativeTimeFormatUnit) => {
    const text = relativeTo.format(amount, unit);
    return text.charAt(0).toLocaleLowerCase(locale) + text.slice(1);
  };
  return {
    moment: (value) => moment.format(new Date(value)),
    day: (value) => day.format(new Date(value)),
    date: (value) => date.format(new Date(`${value}T00:00:00Z`)),
    time: (value) => time.format(new Date(value)),
    weekday: (value) => weekday.format(new Date(`${value}T00:00:00Z`)),
    span: (from, to) => span.formatRange(new Date(from), new Date(to)),
    month: (value) => month.format(new Date(`${value}T00:00:00Z`)),
    number: (value) => number.format(value),
    percent: (share) => percent.format(share),
    size: (bytes) => sizeText(bytes, locale),
    fromToday: (value, now = Date.now()) => {
      const today = dayAt(now, school.timeZone);
      return relative(daysApart(today, dayAt(value, school.timeZone)), 'day');
    },
    recent: (value, now = Date.now()) => {
      const days = daysApart(dayAt(value, school.timeZone), dayAt(now, school.timeZone));
      if (days <= 0) return time.format(new Date(value));
      return (days < 7 ? shortWeekday : days < 300 ? shortDate : day).format(new Date(value));
    },
    ago: (value, now = Date.now()) => {
      const [amount, unit] = coarse((new Date(value).getTime() - now) / 1000);
      return relative(amount, unit);
    },
  };
}

/** Hours of twelve are written without a zero before them, those of a whole day with one. */
function clockOf(locale: string): { hour: 'numeric' | '2-digit'; minute: '2-digit' } {
  const { hour12 = false } = new Intl.DateTimeFormat(locale, { hour: 'numeric' }).resolvedOptions();
  return { hour: hour12 ? 'numeric' : '2-digit', minute: '2-digit' };
}

const sizeUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function sizeText(bytes: number, locale: string): string {
  const power = bytes < 1024 ? 0 : Math.min(3, Math.floor(Math.log2(bytes) / 10));
  const amount = bytes / 1024 ** power;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: sizeUnits[power] ?? 'byte',
    unitDisplay: power === 0 ? 'long' : 'short',
    maximumFractionDigits: power === 0 || amount >= 100 ? 0 : 1,
  }).format(amount);
}

function coarse(seconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const size = Math.abs(seconds);
  if (size < 60) return [0, 'minute'];
  if (size < 3600) return [Math.trunc(seconds / 60), 'minute'];
  if (size < 86_400) return [Math.trunc(seconds / 3600), 'hour'];
  if (size < 60 * 86_400) return [Math.trunc(seconds / 86_400), 'day'];
  return [Math.trunc(seconds / (30 * 86_400)), 'month'];
}

/** Whole days since a moment: how long somebody has been waiting. */
export function daysSince(value: string, now: number = Date.now()): number {
  return Math.max(0, Math.floor((now - new Date(value).getTime()) / 86_400_000));
}

/** The time zone in which the school writes its times. */
export function schoolTimeZone(): string {
  return school.timeZone;
}

/** With which day weeks begin where the school is; 0 is Sunday. */
export function firstWeekday(): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(
    `en-${school.country}`,
  );
  return (locale.getWeekInfo?.().firstDay ?? 7) % 7;
}

/** Today's date where the school is, as the API writes dates. */
export function todayAtSchool(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: school.timeZone }).format(now);
}
