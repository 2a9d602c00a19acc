import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';

import { readUpTo } from '~/api/chat-sending';
import type { Conversation } from '~/api/chat-types';

function listen(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener);
  globalThis.addEventListener('focus', listener);
  globalThis.addEventListener('blur', listener);
  return () => {
    document.removeEventListener('visibilitychange', listener);
    globalThis.removeEventListener('focus', listener);
    globalThis.removeEventListener('blur', listener);
  };
}

const isLookedAt = () => document.visibilityState === 'visible' && document.hasFocus();

/** Marks as read what is on screen: the page is looked at, and the newest message can be seen. */
export function useReadAlong(conversation: Conversation, newest: number, atEnd: boolean): void {
  const queries = useQueryClient();
  const lookedAt = useSyncExternalStore(listen, isLookedAt);
  const { id, read_number } = conversation;
  const due = lookedAt && atEnd && newest > read_number;
  useEffect(() => {
    // What fails is made good with the next message, or when the page is looked at again.
    if (due) readUpTo(queries, id, newest).catch(() => undefined);
  }, [queries, id, newest, due]);
}
