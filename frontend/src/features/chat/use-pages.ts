import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef, useState } from 'react';

import { loadNewer, loadOlder, openAround, openLatest } from '~/api/chat-thread-cache';
import { errorText } from '~/api/error-text';
import { toast } from '~/ui/toast';

/** The ways through a long conversation. One page is asked for at a time. */
export function usePages(id: string) {
  const queries = useQueryClient();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const once = useCallback(async (load: () => Promise<void>) => {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await load();
    } catch (error) {
      toast('bad', errorText(error));
    }
    running.current = false;
    setBusy(false);
  }, []);
  return {
    busy,
    older: useCallback(() => void once(() => loadOlder(queries, id)), [once, queries, id]),
    newer: useCallback(() => void once(() => loadNewer(queries, id)), [once, queries, id]),
    latest: useCallback(() => once(() => openLatest(queries, id)), [once, queries, id]),
    around: useCallback(
      (number: number) => once(() => openAround(queries, id, number)),
      [once, queries, id],
    ),
  };
}
