import type { InfiniteData, Query, QueryClient, QueryKey } from '@tanstack/react-query';

import { conversationKey, conversationsKey } from '~/api/chat';
import type { Conversation } from '~/api/chat-types';
import { unreadKey } from '~/api/chat-unread';
import type { Page } from '~/api/types';

export type ConversationPage = Page<Conversation>;
export type ConversationList = InfiniteData<ConversationPage>;

/** The newest that is known of a conversation, without what has to be asked again anyway. */
export function bestKnown(queries: QueryClient, id: string): Conversation | undefined {
  const known = <Data>(queryKey: QueryKey) =>
    queries
      .getQueriesData<Data>({ queryKey, predicate: ({ state }: Query) => !state.isInvalidated })
      .flatMap(([, data]) => (data === undefined ? [] : [data]));
  const pages = [
    ...known<ConversationList>(conversationsKey).flatMap((list) => list.pages),
    ...known<ConversationPage>(unreadKey),
  ];
  return [
    ...known<Conversation>(conversationKey(id)),
    ...pages.flatMap(({ items }) => items.filter((each) => each.id === id)),
  ].toSorted((a, b) => age(b) - age(a))[0];
}

/** Both numbers only grow. */
function age({ last_number, read_number }: Conversation): number {
  return last_number + read_number;
}

/** Changes what is known. What has to be asked again still has to be, whatever was changed in it. */
export function patchKnown<Data>(
  queries: QueryClient,
  queryKey: QueryKey,
  change: (data: Data) => Data,
): void {
  for (const query of queries.getQueryCache().findAll({ queryKey })) {
    const { isInvalidated } = query.state;
    const data = query.state.data as Data | undefined;
    const changed = data === undefined ? undefined : change(data);
    if (changed === data) continue;
    queries.setQueryData(query.queryKey, changed);
    if (isInvalidated) query.invalidate();
  }
}
