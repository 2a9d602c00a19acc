import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';

import { announcementsKey, markAnnouncementRead } from '~/api/notices';
import { notificationsKey } from '~/api/notifications';

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
