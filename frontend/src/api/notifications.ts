import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, unwrap } from '~/api/client';

export const notificationsKey = ['notifications'] as const;

export const mailAreas = ['announcements', 'events', 'meetings', 'tasks', 'modules'] as const;
export type MailArea = (typeof mailAreas)[number];

export const notificationsQuery = (query: { unread?: boolean; limit?: number; offset?: number }) =>
  queryOptions({
    queryKey: [...notificationsKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/notifications', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const notificationSummaryQuery = () =>
  queryOptions({
    queryKey: [...notificationsKey, 'summary'],
    queryFn: ({ signal }) => unwrap(client.GET('/notifications/summary', { signal })),
  });

export const markNotificationsRead = (which: { ids: string[] } | { all: true }) =>
  unwrap(client.POST('/notifications/read', { body: which }));

export const mailWishesQuery = () =>
  queryOptions({
    queryKey: [...notificationsKey, 'preferences'],
    queryFn: ({ signal }) => unwrap(client.GET('/notifications/preferences', { signal })),
  });

export const saveMailWishes = (mail: MailArea[]) =>
  unwrap(client.PUT('/notifications/preferences', { body: { mail } }));
