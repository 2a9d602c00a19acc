import { useEffect, useState, useSyncExternalStore } from 'react';

import { type UploadItem, UploadQueue, type UploadRules } from '~/api/upload-queue';
import { refusalText, uploadText } from '~/api/upload-text';

interface Uploads {
  items: readonly UploadItem[];
  /** Something is waiting or under way. */
  busy: boolean;
  queue: UploadQueue;
}

/** The uploads of one part of a page. They end with it: what has not arrived is cancelled. */
export function useUploads(rules: UploadRules): Uploads {
  const [queue] = useState(
    () => new UploadQueue({ ...rules, explain: uploadText, refuse: refusalText }),
  );
  useEffect(() => queue.follow(rules));
  useEffect(() => () => queue.stop(), [queue]);
  const items = useSyncExternalStore(queue.listen, queue.current);
  const busy = items.some(({ state }) => state.kind === 'waiting' || state.kind === 'sending');
  return { items, busy, queue };
}
