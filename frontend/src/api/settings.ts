import { queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import type { Settings, SettingsChange } from '~/api/types';

export const settingsKey = ['settings'] as const;

export const settingsQuery = () =>
  queryOptions({
    queryKey: [...settingsKey, 'all'],
    queryFn: ({ signal }) => unwrap(client.GET('/settings', { signal })),
  });

/** The part of the settings that every role may read; it changes rarely and by event. */
export const publicSettingsQuery = () =>
  queryOptions({
    queryKey: [...settingsKey, 'public'],
    queryFn: ({ signal }) => unwrap(client.GET('/settings/public', { signal })),
    staleTime: 10 * 60_000,
  });

export const changeSettings = (settings: Settings, body: SettingsChange) =>
  unwrap(client.PATCH('/settings', { params: { header: ifMatch(settings) }, body }));
