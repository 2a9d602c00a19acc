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
  queries.setQueryData(
    summaryKey,
    (summary) => (summary === undefined ? undefined : withDifference(summary, before, after)),
    { updatedAt: query.state.dataUpdatedAt },
  );
  // Whether the answer that is on its way has counted it is not known.
  if (query.state.fetchStatus !== 'idle') void recountUnread(queries);
}

/** When the server last answered; what was counted here since does not matter. */
export function countedAt(queries: QueryClient): number | undefined {
  return summaryIn(queries)?.state.dataUpdatedAt;
}

const recounts = new WeakMap<QueryClient, () => Promise<void>>();

/** Asks the server how much is unread, once for many who want to know. */
export function recountUnread(queries: QueryClient): Promise<void> {
  const known = recounts.get(queries);
  const recount = known ?? oneAtATime(() => askAnew(queries));
  if (known === undefined) recounts.set(queries, recount);
  return recount();
}

async function askAnew(queries: QueryClient): Promise<void> {
  const query = summaryIn(queries);
  // An answer that is on its way may be from before.
  if (query?.state.fetchStatus === 'fetching') await Promise.allSettled([query.promise]);
  await queries.invalidateQueries({ queryKey: summaryKey });
}
