import type { AnnouncementsQuery, EventsQuery } from '~/api/schema';
import { sectionsQuery } from '~/api/structure';
import type { AnnouncementStatus } from '~/api/types';

export const announcementStatuses = [
  'scheduled',
  'live',
  'expired',
] as const satisfies readonly AnnouncementStatus[];

/** The view of the announcements as it stands in the address. */
export interface AnnouncementsSearch {
  view?: 'manage' | undefined;
  q?: string | undefined;
  status?: AnnouncementStatus | undefined;
  unread?: boolean | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export interface EventsSearch {
  q?: string | undefined;
  past?: boolean | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function managedQuery(search: AnnouncementsSearch): AnnouncementsQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.status === undefined ? {} : { status: search.status }),
    ...(search.sort === undefined ? {} : { sort: search.sort }),
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

export function feedQuery(search: AnnouncementsSearch): AnnouncementsQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.unread === true ? { unread: true } : {}),
  };
}

export function eventsListQuery(search: EventsSearch, today: string): EventsQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.past === true ? {} : { from: today }),
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

/** The sections of the current year, for choosing and for naming them. */
export const choosableSections = () => sectionsQuery({ sort: 'grade_level,name', limit: 100 });
