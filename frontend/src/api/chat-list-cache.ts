import type { QueryClient } from '@tanstack/react-query';

import { conversationKey, conversationsKey, membersKey } from '~/api/chat';
import {
  bestKnown,
  type ConversationList,
  type ConversationPage,
  patchKnown,
} from '~/api/chat-known';
import { countDifference, recountUnread } from '~/api/chat-summary-cache';
import type { Conversation, Member, Message } from '~/api/chat-types';
import { unreadKey } from '~/api/chat-unread';
import type { Page } from '~/api/types';

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
  // Whoever writes has read what came before; so the server counts too.
  const read = mine
    ? { read_number: Math.max(number, conversation.read_number), unread: 0, mentioned: false }
    : {};
  return {
    ...conversation,
    last_message: message,
    last_number: number,
    active_at: created_at,
    unread: conversation.unread + (news ? 1 : 0),
    mentioned: conversation.mentioned || (news && message.mentions.includes(meId)),
    ...read,
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
function changedList(list: ConversationList, id: string, change: Change): ConversationList {
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

/** What can no longer be told without asking. */
interface Lacking {
  /** Some list does not show the conversation. */
  list: boolean;
  /** How much is unread in it is not known. */
  unread: boolean;
}

/** Changes one conversation wherever it is known, and counts what is unread anew; says where it is not. */
export function changeConversation(queries: QueryClient, id: string, change: Change): Lacking {
  const before = bestKnown(queries, id);
  if (before !== undefined) countDifference(queries, before, change(before));
  return patchConversation(queries, id, change);
}

/** The same for what has been counted before. */
export function patchConversation(queries: QueryClient, id: string, change: Change): Lacking {
  const known = bestKnown(queries, id);
  const lacking = { list: false, unread: known === undefined };
  let short = false;
  patchKnown<Conversation>(queries, conversationKey(id), change);
  patchKnown<ConversationList>(queries, conversationsKey, (list) => {
    lacking.list ||= list.pages.every((page) => page.items.every((each) => each.id !== id));
    return changedList(list, id, change);
  });
  patchKnown<ConversationPage>(queries, unreadKey, (page) => {
    const changed = changedUnread(page, id, change, known);
    short = changed !== page && changed.items.length < Math.min(changed.limit, changed.total);
    return changed;
  });
  // Another one belongs in the place of the one that was read.
  if (short) void queries.invalidateQueries({ queryKey: unreadKey });
  return lacking;
}

function changedUnread(
  page: ConversationPage,
  id: string,
  change: Change,
  known: Conversation | undefined,
): ConversationPage {
  const before = page.items.find((each) => each.id === id) ?? known;
  const after = before === undefined ? undefined : change(before);
  if (before === undefined || after === undefined || after === before) return page;
  const items = [...page.items.filter((each) => each.id !== id), after]
    .filter((each) => each.unread > 0)
    .toSorted((a, b) => b.active_at.localeCompare(a.active_at))
    .slice(0, page.limit);
  const total = page.total + Number(after.unread > 0) - Number(before.unread > 0);
  return { ...page, items, total: Math.max(items.length, total) };
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

/** Asks the lists and the badge again, without emptying them. */
export async function refreshConversations(queries: QueryClient): Promise<void> {
  // Nobody waits for the badge.
  void recountUnread(queries);
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
