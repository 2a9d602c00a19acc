import i18next from 'i18next';
import * as z from 'zod/mini';

import type { Meeting } from '~/api/types';
import { requiredChoice, requiredDate, requiredText } from '~/i18n/rules';
import { clockAt, clockPlus } from '~/lib/zoned';

/** Times are those of the school's clock. */
export const meetingSchema = z
  .object({
    section_id: requiredChoice(),
    title: requiredText(200),
    starts_at: requiredDate(),
    ends_at: requiredDate(),
    url: requiredText(2000).check(
      z.refine((value) => /^https:\/\/[^\s/]+\.[^\s/]+/i.test(value.trim()), {
        error: () => i18next.t('meetings:linkRule'),
      }),
    ),
  })
  .check(
    z.refine(({ starts_at, ends_at }) => ends_at > starts_at, {
      path: ['ends_at'],
      error: () => i18next.t('rules.dateOrder'),
    }),
  );

export const meetingFields = ['section_id', 'title', 'starts_at', 'ends_at', 'url'] as const;

const quarter = 15;

/** What the form begins with: for a new one, the next quarter of an hour and an hour from there. */
export function meetingValues(
  meeting: Meeting | undefined,
  sectionId: string | undefined,
  zone: string,
  now: number = Date.now(),
): z.infer<typeof meetingSchema> {
  if (meeting !== undefined)
    return {
      section_id: meeting.section_id,
      title: meeting.title,
      starts_at: clockAt(meeting.starts_at, zone),
      ends_at: clockAt(meeting.ends_at, zone),
      url: meeting.url,
    };
  const step = quarter * 60_000;
  const start = clockAt(Math.ceil(now / step) * step, zone);
  return {
    section_id: sectionId ?? '',
    title: '',
    starts_at: start,
    ends_at: clockPlus(start, 60),
    url: '',
  };
}
