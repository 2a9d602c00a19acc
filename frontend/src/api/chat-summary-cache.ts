import type { QueryClient } from '@tanstack/react-query';

import type { Conversation, UnreadSummary } from '~/api/chat-types';
import { unreadSummaryQuery } from '~/api/chat-unread';
import { oneAtATime } from '~/lib/one-at-a-time';

const { queryKey: summaryKey } = unreadSummaryQuery();

const summaryIn = (queries: QueryClient) => queries.getQueryCache().find({ queryKey: summaryKey });

/** The summary after one of the conversations has become another. */
export function withDifference(
  summary: UnreadSummary,
  before: Conversation,
  after: Conversation,
): UnreadSummary {
  const messages = summary.unread_messages + after.unread - before.unread;
  const conversations =
    summary.unread_conversations + Number(after.unread > 0) - Number(before.unread > 0);
  return {
    unread_messages: Math.max(0, messages),
    unread_conversations: Math.max(0, conversations),
    // Whether any of the others names the person is not known here.
    mentioned: messages > 0 && (summary.mentioned || after.mentioned),
  };
}

/** Counts what has changed in one conversation, without asking. */
export function countDifference(
  queries: QueryClient,
  before: Conversation,
  after: Conversation,
): void {
  const query = summaryIn(queries);
  if (query === undefined || before.unread === after.unread) return;
  const doubtful = query.state.fetchStatus !== 'idle' || query.state.isInvalidated;
  counted.add(queries);
  queries.setQueryData(
    summaryKey,
    (summary) => (summary === undefined ? undefined : withDifference(summary, before, after)),
    { updatedAt: query.state.dataUpdatedAt },
  );
  // Whether the answer that is on its way has counted it is not known.
  if (doubtful) void recountUnread(queries);
}

/** Those in which something was counted here since the server was asked. */
const counted = new WeakSet<QueryClient>();

/** Asks again if something was counted here: the last answer may have counted a message that was told after it. */
export function recountWhatWasCounted(queries: QueryClient): void {
  if (counted.has(queries)) void recountUnread(queries);
}

/** When the server last answered; what was counted here since does not matter. */
export function countedAt(queries: QueryClient): number | undefined {
  return summaryIn(queries)?.state.dataUpdatedAt;
}

const pauseMilliseconds = 500;
const recounts = new WeakMap<QueryClient, () => Promise<void>>();

/** Asks the server how much is unread, once for many who want to know. */
export function recountUnread(queries: QueryClient): Promise<void> {
  const known = recounts.get(queries);
  const recount = known ?? oneAtATime(() => askAnew(queries), pauseMilliseconds);
  if (known === undefined) recounts.set(queries, recount);
  return recount();
}

async function askAnew(queries: QueryClient): Promise<void> {
  counted.delete(queries);
  const query = summaryIn(queries);
  // An answer that is on its way may be from before.
  if (query?.state.fetchStatus === 'fetching') await Promise.allSettled([query.promise]);
  await queries.invalidateQueries({ queryKey: summaryKey });
}
