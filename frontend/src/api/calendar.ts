import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';
import type { CalendarQuery } from '~/api/schema';
import type { CalendarEntry } from '~/api/types';

export const calendarKey = ['calendar'] as const;

interface Calendar {
  items: CalendarEntry[];
  truncated: boolean;
}

export const calendarQuery = (query: CalendarQuery) =>
  queryOptions({
    queryKey: [...calendarKey, 'entries', query],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/calendar', { params: { query }, signal })) as Promise<Calendar>,
    placeholderData: keepPreviousData,
  });

export const calendarFeedQuery = () =>
  queryOptions({
    queryKey: [...calendarKey, 'feed'],
    queryFn: ({ signal }) => unwrap(client.GET('/calendar/feed', { signal })),
  });

/** Makes the address of the feed, or a new one in place of the old. It is told this once. */
export const makeCalendarFeed = () => unwrap(client.POST('/calendar/feed'));
export const revokeCalendarFeed = () => unwrap(client.DELETE('/calendar/feed'));
