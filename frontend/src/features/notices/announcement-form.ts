import i18next from 'i18next';
import * as z from 'zod/mini';

import type { Announcement, NewAnnouncement } from '~/api/types';
import {
  audienceRoles,
  everyone,
  isNobody,
  tidyAudience,
  wholeAudience,
} from '~/features/notices/audience';
import { requiredText } from '~/i18n/rules';
import { clockAt, momentOf } from '~/lib/zoned';

export const audienceShape = z
  .object({
    everyone: z.boolean(),
    roles: z.array(z.enum(audienceRoles)),
    section_ids: z.array(z.string()),
  })
  .check(
    z.refine((audience) => !isNobody(audience), {
      error: () => i18next.t('notices:audience.nobody'),
    }),
  );

export const announcementSchema = z
  .object({
    title: requiredText(200),
    body: requiredText(20_000),
    audience: audienceShape,
    pinned: z.boolean(),
    /** Times by the clock of the school; empty means at once and never. */
    publish_at: z.string(),
    expires_at: z.string(),
  })
  .check(
    z.refine(
      ({ publish_at, expires_at }) =>
        publish_at === '' || expires_at === '' || expires_at > publish_at,
      { path: ['expires_at'], error: () => i18next.t('notices:expiresTooEarly') },
    ),
  );

export type AnnouncementValues = z.infer<typeof announcementSchema>;

export const announcementFields = [
  'title',
  'body',
  'audience',
  'pinned',
  'publish_at',
  'expires_at',
] as const;

export function valuesOf(announcement: Announcement | undefined, zone: string): AnnouncementValues {
  if (announcement === undefined)
    return {
      title: '',
      body: '',
      audience: everyone,
      pinned: false,
      publish_at: '',
      expires_at: '',
    };
  const { title, body, audience, pinned, publish_at, expires_at } = announcement;
  return {
    title,
    body,
    audience: wholeAudience(audience),
    pinned,
    publish_at: clockAt(publish_at, zone),
    expires_at: expires_at === null ? '' : clockAt(expires_at, zone),
  };
}

export function announcementBody(values: AnnouncementValues, zone: string): NewAnnouncement {
  const moment = (clock: string) => (clock === '' ? null : momentOf(clock, zone));
  return {
    ...values,
    audience: tidyAudience(values.audience),
    publish_at: moment(values.publish_at),
    expires_at: moment(values.expires_at),
  };
}
