import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import type { AnnouncementsQuery, EventsQuery } from '~/api/schema';
import type {
  Announcement,
  AnnouncementChange,
  Audience,
  EventChange,
  NewAnnouncement,
  NewEvent,
  SchoolEvent,
} from '~/api/types';

export const announcementsKey = ['announcements'] as const;
export const eventsKey = ['events'] as const;

const feedLimit = 10;
const once = (key: string) => ({ 'Idempotency-Key': key });
const at = (record: { id: string; version: number }) => ({
  path: { id: record.id },
  header: ifMatch(record),
});

export const announcementsQuery = (query: AnnouncementsQuery) =>
  queryOptions({
    queryKey: [...announcementsKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/announcements', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** What readers see: pinned first, then the newest, more on demand. */
export const announcementFeedQuery = (query: AnnouncementsQuery) =>
  infiniteQueryOptions({
    queryKey: [...announcementsKey, 'feed', query],
    queryFn: ({ signal, pageParam }) =>
      unwrap(
        client.GET('/announcements', {
          params: { query: { ...query, status: 'live', limit: feedLimit, offset: pageParam } },
          signal,
        }),
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => {
      const seen = page.offset + page.items.length;
      return page.items.length > 0 && seen < page.total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
  });

/** The few that a home shows. */
export const latestAnnouncementsQuery = () => announcementsQuery({ status: 'live', limit: 4 });

export const announcementQuery = (id: string) =>
  queryOptions({
    queryKey: [...announcementsKey, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/announcements/{id}', { params: { path: { id } }, signal })),
  });

export const announcementReadersQuery = (id: string, page: { limit: number; offset: number }) =>
  queryOptions({
    queryKey: [...announcementsKey, 'readers', id, page],
    queryFn: ({ signal }) =>
      unwrap(
        client.GET('/announcements/{id}/readers', {
          params: { path: { id }, query: page },
          signal,
        }),
      ),
    placeholderData: keepPreviousData,
  });

export const createAnnouncement = (body: NewAnnouncement, key: string) =>
  unwrap(client.POST('/announcements', { params: { header: once(key) }, body }));
export const changeAnnouncement = (announcement: Announcement, body: AnnouncementChange) =>
  unwrap(client.PATCH('/announcements/{id}', { params: at(announcement), body }));
export const deleteAnnouncement = (announcement: Announcement) =>
  unwrap(client.DELETE('/announcements/{id}', { params: at(announcement) }));
export const markAnnouncementRead = (id: string) =>
  unwrap(client.POST('/announcements/{id}/read', { params: { path: { id } } }));

/** How a text will look; the server alone turns it into a page. */
export const previewNotice = async (body: string, signal: AbortSignal): Promise<string> => {
  const { body_html } = await unwrap(client.POST('/notices/preview', { body: { body }, signal }));
  return body_html;
};

/** How many people an audience is. */
export const audiencePreviewQuery = (audience: Audience) =>
  queryOptions({
    queryKey: ['notices', 'preview', 'audience', audience],
    queryFn: ({ signal }) =>
      unwrap(client.POST('/notices/preview', { body: { audience }, signal })),
    placeholderData: keepPreviousData,
  });

export const eventsQuery = (query: EventsQuery) =>
  queryOptions({
    queryKey: [...eventsKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/events', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** The next few events from a day of the school on. */
export const upcomingEventsQuery = (from: string) => eventsQuery({ from, limit: 5 });

export const eventQuery = (id: string) =>
  queryOptions({
    queryKey: [...eventsKey, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/events/{id}', { params: { path: { id } }, signal })),
  });

export const createEvent = (body: NewEvent, key: string) =>
  unwrap(client.POST('/events', { params: { header: once(key) }, body }));
export const changeEvent = (event: SchoolEvent, body: EventChange) =>
  unwrap(client.PATCH('/events/{id}', { params: at(event), body }));
export const deleteEvent = (event: SchoolEvent) =>
  unwrap(client.DELETE('/events/{id}', { params: at(event) }));
