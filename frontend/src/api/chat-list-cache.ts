import type { InfiniteData, QueryClient } from '@tanstack/react-query';

import { conversationKey, conversationsKey, membersKey } from '~/api/chat';
import type { Conversation, Member, Message } from '~/api/chat-types';
import { unreadKey } from '~/api/chat-unread';
import type { Page } from '~/api/types';

type List = InfiniteData<Page<Conversation>>;
type Change = (conversation: Conversation) => Conversation;

/** The conversation after a message has arrived in it; one that came before changes nothing. */
export function withMessage(
  conversation: Conversation,
  message: Message,
  meId: string,
): Conversation {
  const { number, sender_id, created_at } = message;
  if (number <= conversation.last_number) return withVersion(conversation, message);
  const mine = sender_id === meId;
  const seen = number <= conversation.read_number;
  const news = !mine && !seen;
  return {
    ...conversation,
    last_message: message,
    last_number: number,
    active_at: created_at,
    unread: conversation.unread + (news ? 1 : 0),
    mentioned: conversation.mentioned || (news && message.mentions.includes(meId)),
  };
}

/** The last line shows a message as it reads after it was edited or deleted. */
export function withVersion(conversation: Conversation, message: Message): Conversation {
  const last = conversation.last_message;
  return last?.number === message.number && last.version < message.version
    ? { ...conversation, last_message: message }
    : conversation;
}

/** The person has read up to a number, here or elsewhere. */
export function withRead(conversation: Conversation, number: number): Conversation {
  if (number <= conversation.read_number) return conversation;
  const unread =
    number >= conversation.last_number
      ? 0
      : Math.min(conversation.unread, conversation.last_number - number);
  return {
    ...conversation,
    read_number: number,
    unread,
    mentioned: conversation.mentioned && unread > 0,
  };
}

/** The list with one conversation changed, moved to the front when something has happened in it. */
function changedList(list: List, id: string, change: Change): List {
  const all = list.pages.flatMap((page) => page.items);
  const before = all.find((each) => each.id === id);
  const after = before === undefined ? undefined : change(before);
  if (before === after || after === undefined) return list;
  const changed = all.map((each) => (each.id === id ? after : each));
  const order =
    after.active_at === before?.active_at
      ? changed
      : changed.toSorted((a, b) => b.active_at.localeCompare(a.active_at));
  let start = 0;
  const pages = list.pages.map((page) => {
    const items = order.slice(start, start + page.items.length);
    start += page.items.length;
    return { ...page, items };
  });
  return { ...list, pages };
}

/** Changes one conversation wherever it is known; says where it is not. */
export function changeConversation(
  queries: QueryClient,
  id: string,
  change: Change,
): { list: boolean; unread: boolean } {
  const lacking = { list: false, unread: false };
  let known = queries.setQueryData<Conversation>(conversationKey(id), (before) =>
    before === undefined ? undefined : change(before),
  );
  queries.setQueriesData<List>({ queryKey: conversationsKey }, (list) => {
    if (list === undefined) return undefined;
    const changed = changedList(list, id, change);
    const listed = changed.pages.flatMap((page) => page.items).find((each) => each.id === id);
    lacking.list ||= listed === undefined;
    known ??= listed;
    return changed;
  });
  queries.setQueryData<Page<Conversation>>(unreadKey, (page) => {
    if (page === undefined) return undefined;
    const listed = page.items.some((each) => each.id === id);
    lacking.unread = !listed && known === undefined;
    return changedUnread(page, id, change, listed ? undefined : known);
  });
  return lacking;
}

function changedUnread(
  page: Page<Conversation>,
  id: string,
  change: Change,
  added: Conversation | undefined,
): Page<Conversation> {
  const all = [
    ...page.items.map((each) => (each.id === id ? change(each) : each)),
    ...(added === undefined ? [] : [added]),
  ];
  const items = all
    .filter((each) => each.unread > 0)
    .toSorted((a, b) => b.active_at.localeCompare(a.active_at));
  return { ...page, items, total: page.total + items.length - page.items.length };
}

/** Somebody else has read up to a number. */
export function noteReader(queries: QueryClient, id: string, userId: string, number: number): void {
  const read = <Reader extends Member>(member: Reader): Reader =>
    member.id === userId && member.read_number < number
      ? { ...member, read_number: number }
      : member;
  changeConversation(queries, id, (conversation) => {
    const { other } = conversation;
    const after = other === null ? null : read(other);
    return after === other ? conversation : { ...conversation, other: after };
  });
  queries.setQueriesData<Page<Member>>({ queryKey: [...membersKey, id] }, (page) =>
    page === undefined ? undefined : { ...page, items: page.items.map(read) },
  );
}

/** Asks the lists again, without emptying them. */
export async function refreshConversations(queries: QueryClient): Promise<void> {
  await Promise.all([
    queries.invalidateQueries({ queryKey: conversationsKey }),
    queries.invalidateQueries({ queryKey: unreadKey }),
  ]);
}

/** Everything about one conversation but its messages: it was renamed, or somebody joined or left. */
export async function refreshConversation(queries: QueryClient, id: string): Promise<void> {
  await Promise.all([
    refreshConversations(queries),
    queries.invalidateQueries({ queryKey: conversationKey(id) }),
    queries.invalidateQueries({ queryKey: [...membersKey, id] }),
  ]);
}
