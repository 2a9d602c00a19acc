import { type QueryClient, queryOptions } from '@tanstack/react-query';

import { messagesOf } from '~/api/chat';
import {
  continued,
  heard,
  insert,
  merged,
  missingAfter,
  opened,
  openedAround,
  type Thread,
  withNewer,
  withNewest,
  withOlder,
} from '~/api/chat-thread';
import type { Message } from '~/api/chat-types';
import { chatKey } from '~/api/chat-unread';

const part = 50;
const largestPart = 100;

export const threadsKey = [...chatKey, 'thread'] as const;
const keyOf = (id: string) => [...threadsKey, id] as const;

/** One conversation's messages. Asked again, only the newest part comes; the rest is kept. */
export const threadQuery = (id: string) =>
  queryOptions({
    queryKey: keyOf(id),
    queryFn: async ({ client: queries, signal }) => {
      const page = await messagesOf(id, { limit: part }, signal);
      const thread = await completed(id, withNewest(threadOf(queries, id), page), signal);
      // Frames that came meanwhile are in the cache.
      return merged(thread, threadOf(queries, id));
    },
  });

export function threadOf(queries: QueryClient, id: string): Thread | undefined {
  return queries.getQueryData<Thread>(keyOf(id));
}

function patch(queries: QueryClient, id: string, change: (thread: Thread) => Thread): void {
  queries.setQueryData<Thread>(keyOf(id), (thread) =>
    thread === undefined ? undefined : change(thread),
  );
}

/** Asks for what is missing until nothing is, or nothing more comes. */
async function completed(id: string, start: Thread, signal?: AbortSignal): Promise<Thread> {
  let thread = start;
  for (let after = missingAfter(thread); after !== null;) {
    // oxlint-disable-next-line eslint/no-await-in-loop -- each part begins where the last one ended
    const page = await messagesOf(id, { after, limit: largestPart }, signal);
    thread = continued(thread, after, page);
    const next = missingAfter(thread);
    after = next === after ? null : next;
  }
  return thread;
}

const filling = new WeakMap<QueryClient, Set<string>>();

/** Fetches what the conversation misses; one request at a time, however many holes are noticed. */
async function fill(queries: QueryClient, id: string): Promise<void> {
  const busy = filling.get(queries) ?? new Set();
  filling.set(queries, busy);
  if (busy.has(id)) return;
  busy.add(id);
  try {
    let last: number | null = null;
    for (;;) {
      const thread = threadOf(queries, id);
      const after = thread === undefined ? null : missingAfter(thread);
      if (after === null || after === last) return;
      // oxlint-disable-next-line eslint/no-await-in-loop -- each part begins where the last one ended
      const page = await messagesOf(id, { after, limit: largestPart });
      patch(queries, id, (known) => continued(known, after, page));
      last = after;
    }
  } catch {
    // The next head that is told, or the next look at the page, tries again.
  } finally {
    busy.delete(id);
  }
}

/** Messages have arrived, in whatever order. */
export function receiveMessages(
  queries: QueryClient,
  id: string,
  messages: readonly Message[],
): Promise<void> {
  patch(queries, id, (thread) => insert(thread, messages));
  return fill(queries, id);
}

/** The conversation goes at least up to this number. */
export function hearHead(queries: QueryClient, id: string, number: number): Promise<void> {
  patch(queries, id, (thread) => heard(thread, number));
  return fill(queries, id);
}

/** One message was edited or deleted: it alone is asked for again. */
export async function refreshMessage(
  queries: QueryClient,
  id: string,
  number: number,
): Promise<Message | undefined> {
  const { items } = await messagesOf(id, { after: number - 1, limit: 1 });
  const message = items.find((each) => each.number === number);
  if (message !== undefined) patch(queries, id, (thread) => insert(thread, [message]));
  return message;
}

export async function loadOlder(queries: QueryClient, id: string): Promise<void> {
  const before = threadOf(queries, id)?.older;
  if (before === undefined || before === null) return;
  const page = await messagesOf(id, { before, limit: part });
  patch(queries, id, (thread) => (thread.older === before ? withOlder(thread, page) : thread));
}

/** Goes on towards the newest, in a part that was opened further up. */
export async function loadNewer(queries: QueryClient, id: string): Promise<void> {
  const after = threadOf(queries, id)?.messages.at(-1)?.number;
  if (after === undefined) return;
  const page = await messagesOf(id, { after, limit: part });
  patch(queries, id, (thread) => withNewer(thread, after, page));
}

/** Opens the part in which a message stands. */
export async function openAround(queries: QueryClient, id: string, number: number): Promise<void> {
  const newest = threadOf(queries, id)?.newest ?? number;
  const before = Math.min(number + part / 2, newest + 1);
  const page = await messagesOf(id, { before, limit: part });
  queries.setQueryData<Thread>(keyOf(id), openedAround(page, newest));
}

export async function openLatest(queries: QueryClient, id: string): Promise<void> {
  const page = await messagesOf(id, { limit: part });
  queries.setQueryData<Thread>(keyOf(id), opened(page));
}

/** Every conversation that was opened and is still known. */
export function knownThreads(queries: QueryClient): [id: string, thread: Thread][] {
  return queries
    .getQueriesData<Thread>({ queryKey: threadsKey })
    .flatMap(([key, thread]) => (thread === undefined ? [] : [[String(key[2]), thread]]));
}
