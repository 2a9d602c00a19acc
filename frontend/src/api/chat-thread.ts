import type { Message, MessagePage } from '~/api/chat-types';

/**
 * A part of one conversation as this page knows it. Frames may come twice, late or not at all; what
 * stands here depends only on which have come, never on their order.
 */
export interface Thread {
  /** By number, each once. Frames that went missing leave holes. */
  messages: readonly Message[];
  /** The number with which this part begins. */
  from: number;
  /** Where older ones go on, or null at the beginning of what the person may see. */
  older: number | null;
  /** The newest number that is known to exist. */
  newest: number;
  /** It reaches to the newest, so what is missing has to be asked for. Otherwise it ends further up. */
  following: boolean;
}

/** The newest part, as the server gives it. */
export function opened(page: MessagePage): Thread {
  const { items, next } = page;
  return {
    messages: items,
    from: items[0]?.number ?? 1,
    older: next,
    newest: items.at(-1)?.number ?? 0,
    following: true,
  };
}

/** A part somewhere in the conversation, which may end before the newest. */
export function openedAround(page: MessagePage, newest: number): Thread {
  const thread = opened(page);
  const end = Math.max(newest, thread.newest);
  return { ...thread, following: thread.newest >= end, newest: end };
}

/** Takes messages in: each at its place, the latest version of each, none twice. */
export function insert(thread: Thread, arrived: readonly Message[]): Thread {
  if (arrived.length === 0) return thread;
  const known = new Map(thread.messages.map((message) => [message.number, message]));
  let end = thread.messages.at(-1)?.number ?? thread.from - 1;
  let changed = false;
  for (const message of arrived.toSorted((a, b) => a.number - b.number)) {
    const { number, version } = message;
    const outside = number < thread.from || (!thread.following && number > end + 1);
    const before = known.get(number);
    if (outside || (before !== undefined && before.version >= version)) continue;
    known.set(number, message);
    end = Math.max(end, number);
    changed = true;
  }
  const newest = Math.max(thread.newest, ...arrived.map(({ number }) => number));
  if (!changed) return heard(thread, newest);
  const messages = [...known.values()].toSorted((a, b) => a.number - b.number);
  return { ...thread, messages, newest, following: thread.following || end >= newest };
}

/** It was said that there is a message of this number. */
export function heard(thread: Thread, number: number): Thread {
  return number <= thread.newest ? thread : { ...thread, newest: number };
}

/** The last number up to which nothing is missing. */
export function contiguousEnd(thread: Thread): number {
  let end = thread.from - 1;
  for (const { number } of thread.messages) {
    if (number !== end + 1) break;
    end = number;
  }
  return end;
}

/** After which number to ask for what is missing, or null when nothing is. */
export function missingAfter(thread: Thread): number | null {
  const end = contiguousEnd(thread);
  return thread.following && end < thread.newest ? end : null;
}

/** What the server has after a number. What it leaves out there is not for this person. */
export function continued(thread: Thread, after: number, { items, next }: MessagePage): Thread {
  const [first] = items;
  if (first === undefined) return { ...thread, newest: contiguousEnd(thread), following: true };
  const from = after < thread.from ? Math.max(thread.from, first.number) : thread.from;
  const grown = insert({ ...thread, from, following: true }, items);
  const end = grown.messages.at(-1)?.number ?? 0;
  return { ...grown, following: next === null || end >= grown.newest };
}

/** So many are on screen at once, however long the conversation is; what lies far off is asked for again. */
export const mostKept = 300;

/** Older ones were asked for. With too many, the newest go: one reads further up. */
export function withOlder(thread: Thread, { items, next }: MessagePage): Thread {
  const from = Math.min(thread.from, items[0]?.number ?? thread.from);
  const grown = { ...insert({ ...thread, from }, items), older: next };
  return grown.messages.length <= mostKept
    ? grown
    : { ...grown, messages: grown.messages.slice(0, mostKept), following: false };
}

/** Newer ones were asked for. With too many, the oldest go. */
export function withNewer(thread: Thread, after: number, page: MessagePage): Thread {
  const grown = continued(thread, after, page);
  const messages = grown.messages.slice(-mostKept);
  const [first] = messages;
  return first === undefined || messages.length === grown.messages.length
    ? grown
    : { ...grown, messages, from: first.number, older: first.number };
}

/** The newest part was asked for again. What lies between is then missing, not forgotten. */
export function withNewest(thread: Thread | undefined, page: MessagePage): Thread {
  const newest = page.items.at(-1)?.number ?? 0;
  if (thread === undefined) return opened(page);
  if (!thread.following) return insert(heard(thread, newest), page.items);
  const first = page.items[0]?.number ?? 0;
  return first - contiguousEnd(thread) > mostMissing ? opened(page) : insert(thread, page.items);
}

/** With more than that missing, it is quicker to begin anew at the end. */
const mostMissing = 300;

/** What two readings of the same conversation know together. */
export function merged(thread: Thread, other: Thread | undefined): Thread {
  if (other === undefined) return thread;
  if (!other.following) return insert(heard(other, thread.newest), thread.messages);
  const [base, rest] = other.from < thread.from ? [other, thread] : [thread, other];
  if (rest.from - 1 > (base.messages.at(-1)?.number ?? 0)) return heard(rest, base.newest);
  return heard(insert(base, rest.messages), rest.newest);
}

export function holds(thread: Thread, number: number): boolean {
  return thread.messages.some((message) => message.number === number);
}
