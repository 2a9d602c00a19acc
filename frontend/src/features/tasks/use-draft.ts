import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';

import { useMe } from '~/api/session-hooks';
import { saveTaskDraft, taskDraftQuery } from '~/api/tasks';
import { DraftKeeper } from '~/features/tasks/draft-keeper';

export type Draft = ReturnType<typeof useDraft>;

/** The draft of one task, for as long as its form is on screen. */
export function useDraft(taskId: string) {
  const me = useMe();
  const queries = useQueryClient();
  const query = useQuery(taskDraftQuery(taskId));
  const [keeper] = useState(
    () =>
      new DraftKeeper(`homeroom.draft.${me.id}.${taskId}`, {
        load: () => queries.fetchQuery({ ...taskDraftQuery(taskId), staleTime: 0 }),
        save: async (draft) => {
          const saved = await saveTaskDraft(taskId, draft);
          queries.setQueryData(taskDraftQuery(taskId).queryKey, saved);
          return saved;
        },
      }),
  );
  const view = useSyncExternalStore(keeper.listen, keeper.view);
  const { data } = query;
  useEffect(() => {
    if (data !== undefined) keeper.meet(data);
  }, [keeper, data]);
  useEffect(() => {
    const online = () => keeper.hurry();
    const hidden = () => {
      if (document.visibilityState === 'hidden') keeper.hurry();
    };
    globalThis.addEventListener('online', online);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      globalThis.removeEventListener('online', online);
      document.removeEventListener('visibilitychange', hidden);
      keeper.leave();
    };
  }, [keeper]);
  return { keeper, view, query };
}
