import i18next from 'i18next';
import * as z from 'zod/mini';

import type { NewEvent, SchoolEvent } from '~/api/types';
import { audienceShape } from '~/features/notices/announcement-form';
import { everyone, tidyAudience, wholeAudience } from '~/features/notices/audience';
import { optionalText, requiredDate, requiredText } from '~/i18n/rules';
import { clockAt, momentOf } from '~/lib/zoned';

/** Days and times stand in fields of their own, so that "all day" can be taken back without loss. */
export const eventSchema = z
  .object({
    title: requiredText(200),
    body: optionalText(20_000),
    place: optionalText(200),
    all_day: z.boolean(),
    starts_on: requiredDate(),
    starts_time: z.string(),
    ends_on: requiredDate(),
    ends_time: z.string(),
    audience: audienceShape,
  })
  .check(
    z.refine((values) => startOf(values) <= endOf(values) && !isEmptySpan(values), {
      path: ['ends_on'],
      error: () => i18next.t('rules.dateOrder'),
    }),
  );

export type EventValues = z.infer<typeof eventSchema>;

export const eventFields = [
  'title',
  'body',
  'place',
  'all_day',
  'starts_on',
  'ends_on',
  'audience',
] as const;

type Times = Pick<EventValues, 'all_day' | 'starts_on' | 'starts_time' | 'ends_on' | 'ends_time'>;

function startOf({ all_day, starts_on, starts_time }: Times): string {
  return all_day ? starts_on : `${starts_on}T${starts_time || '00:00'}`;
}

function endOf({ all_day, ends_on, ends_time }: Times): string {
  return all_day ? ends_on : `${ends_on}T${ends_time || '00:00'}`;
}

function isEmptySpan(times: Times): boolean {
  return !times.all_day && startOf(times) === endOf(times);
}

export function eventValuesOf(
  event: SchoolEvent | undefined,
  zone: string,
  day: string,
): EventValues {
  if (event === undefined)
    return {
      title: '',
      body: '',
      place: '',
      all_day: true,
      starts_on: day,
      starts_time: '08:00',
      ends_on: day,
      ends_time: '09:00',
      audience: everyone,
    };
  const [start, end] = [clockAt(event.starts_at, zone), clockAt(event.ends_at, zone)];
  return {
    title: event.title,
    body: event.body ?? '',
    place: event.place ?? '',
    all_day: event.all_day,
    starts_on: event.starts_on ?? start.slice(0, 10),
    starts_time: event.all_day ? '08:00' : start.slice(11),
    ends_on: event.ends_on ?? end.slice(0, 10),
    ends_time: event.all_day ? '09:00' : end.slice(11),
    audience: wholeAudience(event.audience),
  };
}

export function eventBody(values: EventValues, zone: string): NewEvent {
  const { title, body, place, all_day, starts_on, ends_on } = values;
  return {
    title,
    body: body === '' ? null : body,
    place: place === '' ? null : place,
    audience: tidyAudience(values.audience),
    ...(all_day
      ? { all_day, starts_on, ends_on }
      : {
          all_day,
          starts_at: momentOf(startOf(values), zone),
          ends_at: momentOf(endOf(values), zone),
        }),
  };
}
