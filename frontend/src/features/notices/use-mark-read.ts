import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { announcementsKey, markAnnouncementRead } from '~/api/notices';
import { notificationsKey } from '~/api/notifications';
import { useMe } from '~/api/session-hooks';
import type { Announcement } from '~/api/types';

/** Notes that the person has read an announcement; the bell hears of it too. */
export function useMarkRead(): (id: string) => Promise<void> {
  const queries = useQueryClient();
  return useCallback(
    async (id: string) => {
      await markAnnouncementRead(id);
      await Promise.all([
        queries.invalidateQueries({ queryKey: announcementsKey }),
        queries.invalidateQueries({ queryKey: notificationsKey }),
      ]);
    },
    [queries],
  );
}

/** Whether it is news to the person: who wrote it knows it. */
export function useIsNews(): (announcement: Announcement) => boolean {
  const me = useMe();
  return ({ status, read, author_id }) => status === 'live' && !read && author_id !== me.id;
}
