import { useQueryClient } from '@tanstack/react-query';

import { markNotificationsRead, notificationsKey } from '~/api/notifications';

/** Marks notifications as read, and shows so in the bell and in every list of them. */
export function useReadNotifications() {
  const queries = useQueryClient();
  return async (which: { ids: string[] } | { all: true }): Promise<void> => {
    await markNotificationsRead(which);
    await queries.invalidateQueries({ queryKey: notificationsKey });
  };
}
