import { QueryClient } from '@tanstack/react-query';
import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  contiguousEnd,
  continued,
  heard,
  insert,
  merged,
  missingAfter,
  opened,
  openedAround,
  type Thread,
  mostKept,
  withNewer,
  withNewest,
  withOlder,
} from '~/api/chat-thread';
import { hearHead, receiveMessages, threadOf, threadQuery } from '~/api/chat-thread-cache';
import type { Message } from '~/api/chat-types';
import * as session from '~/api/session';
import { base, sessionAnswer } from '~/testing/handlers';
import { makeSchool } from '~/testing/school';
import { server } from '~/testing/server';

const conversation = 'c1';

function message(number: number, version = 1): Message {
  return {
    id: `m${number}`,
    conversation_id: conversation,
    number,
    sender_id: 'somebody',
    sender_name: 'Some Body',
    client_message_id: `k${number}`,
    body: `Message ${number}, ${version}`,
    mentions: [],
    files: [],
    created_at: new Date(number * 60_000).toISOString(),
    edited_at: null,
    deleted: false,
    deleted_at: null,
    version,
  };
}

const messages = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => message(from + index));
const numbers = (thread: Thread | undefined) => thread?.messages.map(({ number }) => number);
const page = (from: number, to: number, next: number | null = null) => ({
  items: messages(from, to),
  next,
});

/** Always the same numbers between 0 and 1, so that a failure can be looked at again. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

function shuffled<Item>(items: readonly Item[], roll: () => number): Item[] {
  return items
    .map((item) => ({ item, place: roll() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

describe('a very long conversation', () => {
  it('is kept only around the place where one reads', () => {
    let thread = opened(page(1951, 2000, 1951));
    while (thread.older !== null) {
      const { older } = thread;
      const first = Math.max(1, older - 50);
      thread = withOlder(thread, page(first, older - 1, first > 1 ? first : null));
      expect(thread.messages.length).toBeLessThanOrEqual(mostKept);
    }
    expect(thread).toMatchObject({ from: 1, newest: 2000, following: false });
    expect(numbers(thread)).toEqual(messages(1, mostKept).map(({ number }) => number));
    // What comes meanwhile is far below, and only counted.
    thread = insert(thread, [message(2001)]);
    expect(thread.newest).toBe(2001);
    while (!thread.following) {
      const after = thread.messages.at(-1)!.number;
      const last = Math.min(2001, after + 50);
      thread = withNewer(thread, after, page(after + 1, last, last < 2001 ? last : null));
      expect(thread.messages.length).toBeLessThanOrEqual(mostKept);
    }
    const from = 2002 - mostKept;
    expect(thread).toMatchObject({ from, older: from, newest: 2001 });
    expect(numbers(thread)).toEqual(messages(from, 2001).map(({ number }) => number));
    expect(missingAfter(thread)).toBeNull();
  });
});

describe('a thread', () => {
  it('c8 duplicate and reordered hints', () => {
    const start = opened(page(1, 10));
    const edited = [message(4, 2), message(12, 2), message(12, 3)];
    const hints = [...messages(11, 18), ...edited];
    const expected = insert(start, hints);
    expect(numbers(expected)).toEqual(numbers(opened(page(1, 18))));
    expect(expected.messages[11]?.version).toBe(3);
    for (let seed = 1; seed <= 300; seed += 1) {
      const roll = dice(seed);
      const twice = hints.filter(() => roll() < 0.5);
      const heads = [14, 18, 11].filter(() => roll() < 0.7);
      let thread = start;
      for (const hint of shuffled([...hints, ...twice, ...heads], roll))
        thread = typeof hint === 'number' ? heard(thread, hint) : insert(thread, [hint]);
      expect(thread, `seed ${seed}`).toEqual(expected);
    }
  });

  it('is whole in the end, whichever hints are lost, once what is missing was asked for', () => {
    const everything = messages(1, 40);
    for (let seed = 1; seed <= 200; seed += 1) {
      const roll = dice(seed);
      const hints = everything.slice(10).filter(({ number }) => number === 40 || roll() < 0.6);
      let thread = opened(page(1, 10));
      for (const hint of shuffled(hints, roll)) thread = insert(thread, [hint]);
      for (let after = missingAfter(thread); after !== null; after = missingAfter(thread)) {
        const items = everything.slice(after, after + 7);
        const last = items.at(-1)?.number ?? 40;
        thread = continued(thread, after, { items, next: last < 40 ? last : null });
      }
      expect(numbers(thread), `seed ${seed}`).toEqual(everything.map(({ number }) => number));
    }
  });

  it('keeps the object when a hint is no news, so that nothing is drawn again', () => {
    const thread = insert(opened(page(1, 5)), [message(6)]);
    expect(insert(thread, [message(6), message(2)])).toBe(thread);
    expect(heard(thread, 6)).toBe(thread);
    expect(heard(thread, 3)).toBe(thread);
  });

  it('notices holes, and what was only heard of', () => {
    const thread = opened(page(1, 5));
    expect(missingAfter(thread)).toBeNull();
    expect(missingAfter(insert(thread, [message(8)]))).toBe(5);
    expect(missingAfter(heard(thread, 6))).toBe(5);
    expect(contiguousEnd(insert(thread, [message(8)]))).toBe(5);
  });

  it('never asks for what the server leaves out', () => {
    const joinedLate = heard(opened({ items: [], next: null }), 51);
    expect(missingAfter(joinedLate)).toBe(0);
    const known = continued(joinedLate, 0, page(51, 51));
    expect(numbers(known)).toEqual([51]);
    expect(missingAfter(known)).toBeNull();
    const silent = continued(heard(opened(page(1, 5)), 9), 5, { items: [], next: null });
    expect(missingAfter(silent)).toBeNull();
  });

  it('grows upwards, and takes nothing in from above where it begins', () => {
    const thread = opened(page(50, 60, 50));
    expect(insert(thread, [message(12)])).toBe(thread);
    const grown = withOlder(thread, page(40, 49, 40));
    expect(numbers(grown)).toEqual(messages(40, 60).map(({ number }) => number));
    expect(grown.older).toBe(40);
    expect(withOlder(grown, page(1, 39)).older).toBeNull();
  });

  it('opened further up waits with the newest until it has come there', () => {
    const part = openedAround(page(20, 40, 20), 90);
    expect(part.following).toBe(false);
    expect(missingAfter(part)).toBeNull();
    const told = insert(part, [message(91)]);
    expect(numbers(told)).toEqual(numbers(part));
    expect(told.newest).toBe(91);
    const further = continued(told, 40, page(41, 80, 80));
    expect(further.following).toBe(false);
    const there = continued(further, 80, page(81, 91));
    expect(there.following).toBe(true);
    expect(missingAfter(there)).toBeNull();
  });

  it('asked again keeps what it has, or begins anew when too much lies between', () => {
    const thread = opened(page(1, 30));
    const near = withNewest(thread, page(40, 89, 40));
    expect(missingAfter(near)).toBe(30);
    expect(numbers(withNewest(thread, page(951, 1000, 951)))?.[0]).toBe(951);
    expect(numbers(merged(near, insert(thread, [message(31), message(90)])))).toContain(90);
  });
});

describe('the thread in the cache', () => {
  const school = makeSchool(Date.now(), 4);
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  const asked: string[] = [];
  const everything = messages(1, 130);

  beforeEach(async () => {
    session.beginSession(sessionAnswer(school, school.users[0]!));
    server.use(
      http.get(`${base}/conversations/:id/messages`, ({ request }) => {
        const { searchParams } = new URL(request.url);
        const limit = Number(searchParams.get('limit') ?? 50);
        const after = searchParams.get('after');
        asked.push(searchParams.toString());
        const items =
          after === null
            ? everything.slice(-limit)
            : everything.slice(Number(after), Number(after) + limit);
        const next = after === null ? (items[0]?.number ?? null) : null;
        return HttpResponse.json({ items, next });
      }),
    );
    await queries.fetchQuery({ ...threadQuery(conversation), staleTime: 0 });
    asked.length = 0;
  });

  afterEach(() => {
    queries.clear();
    everything.splice(130);
    session.endSession('left');
  });

  it('takes a message in without asking for anything', async () => {
    await receiveMessages(queries, conversation, [message(131)]);
    expect(threadOf(queries, conversation)?.messages.at(-1)?.number).toBe(131);
    expect(asked).toEqual([]);
  });

  it('asks once for a hole, however many hints show it', async () => {
    everything.push(...messages(131, 136));
    await Promise.all([
      receiveMessages(queries, conversation, [message(133)]),
      receiveMessages(queries, conversation, [message(136)]),
      hearHead(queries, conversation, 136),
    ]);
    expect(asked).toEqual(['after=130&limit=100']);
    expect(contiguousEnd(threadOf(queries, conversation)!)).toBe(136);
  });

  it('asked again keeps what arrived meanwhile', async () => {
    everything.push(message(131));
    const again = queries.fetchQuery({ ...threadQuery(conversation), staleTime: 0 });
    void receiveMessages(queries, conversation, [message(131), message(132)]);
    await again;
    expect(threadOf(queries, conversation)?.messages.at(-1)?.number).toBe(132);
  });
});
