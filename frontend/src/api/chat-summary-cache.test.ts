import { QueryObserver } from '@tanstack/react-query';
import { delay, http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';

import { conversationQuery, conversationsQuery } from '~/api/chat';
import { changeConversation, withMessage, withRead } from '~/api/chat-list-cache';
import { countDifference, recountUnread, withDifference } from '~/api/chat-summary-cache';
import type { Conversation, UnreadSummary } from '~/api/chat-types';
import { unreadSummaryQuery } from '~/api/chat-unread';
import { EventEffects } from '~/api/realtime-effects';
import { listenTo } from '~/testing/chat-live';
import {
  sampleConversation as conversation,
  sampleMessage as message,
} from '~/testing/chat-samples';
import { base } from '~/testing/handlers';
import { enterSchool, makeQueries } from '~/testing/render';
import { server } from '~/testing/server';

const me = 'me';
const summaryKey = unreadSummaryQuery().queryKey;
const waiting: UnreadSummary = { unread_conversations: 2, unread_messages: 5, mentioned: false };

/** The badge of a page that shows these conversations; `asked` says how often the server was. */
async function badge(...known: Conversation[]) {
  enterSchool('teacher');
  const queries = makeQueries();
  let asked = 0;
  server.use(
    http.get(`${base}/conversations/summary`, async () => {
      asked += 1;
      await delay(20);
      return HttpResponse.json({ ...waiting, unread_messages: 4 + asked });
    }),
  );
  for (const each of known) queries.setQueryData(conversationQuery(each.id).queryKey, each);
  const stop = new QueryObserver(queries, unreadSummaryQuery()).subscribe(() => undefined);
  const shown = () => queries.getQueryData(summaryKey);
  await vi.waitFor(() => expect(shown()?.unread_messages).toBe(5));
  const { live } = listenTo(queries, me);
  return {
    queries,
    shown,
    asked: () => asked,
    hear: (id: string, number: number, facts = {}) =>
      live.receive({ type: 'message.created', message: message(id, number, facts) }),
    tell: live.receive.bind(live),
    leave: () => {
      live.stop();
      stop();
    },
  };
}

describe('the count of what is unread', () => {
  const read = conversation('a');
  const unread = conversation('a', { unread: 2, last_number: 12 });

  it('grows and falls with a conversation', () => {
    const news = withMessage(read, message('a', 11, { mentions: [me] }), me);
    expect(withDifference(waiting, read, news)).toEqual({
      unread_conversations: 3,
      unread_messages: 6,
      mentioned: true,
    });
    expect(withDifference(waiting, unread, withRead(unread, 12))).toEqual({
      unread_conversations: 1,
      unread_messages: 3,
      mentioned: false,
    });
  });

  it('never falls below nothing', () => {
    const none = { unread_conversations: 0, unread_messages: 1, mentioned: true };
    expect(withDifference(none, unread, withRead(unread, 12))).toEqual({
      unread_conversations: 0,
      unread_messages: 0,
      mentioned: false,
    });
  });
});

describe('the badge', () => {
  it('counts a message of a known conversation, and one that is read, without asking', async () => {
    const { queries, shown, asked, hear, tell, leave } = await badge(conversation('a'));
    hear('a', 11);
    expect(shown()).toMatchObject({ unread_messages: 6, unread_conversations: 3 });
    hear('a', 11);
    expect(shown()?.unread_messages).toBe(6);
    tell({ type: 'message.read', conversation_id: 'a', user_id: me, number: 12 });
    expect(shown()).toMatchObject({ unread_messages: 5, unread_conversations: 2 });
    changeConversation(queries, 'a', (known) => withRead(known, 12));
    expect(shown()?.unread_messages).toBe(5);
    expect(asked()).toBe(1);
    leave();
  });

  it('falls when one answers oneself, from whichever page', async () => {
    const { shown, hear, leave } = await badge(conversation('a'));
    hear('a', 11);
    hear('a', 12, { sender_id: me });
    expect(shown()).toMatchObject({ unread_messages: 5, unread_conversations: 2 });
    leave();
  });

  it('is asked again with the next heads when something was counted here, and not otherwise', async () => {
    const { asked, hear, tell, leave } = await badge(conversation('a'));
    tell({ type: 'heads', heads: { a: 10 } });
    expect(asked()).toBe(1);
    hear('a', 11);
    tell({ type: 'heads', heads: { a: 11 } });
    await vi.waitFor(() => expect(asked()).toBe(2));
    tell({ type: 'heads', heads: { a: 11 } });
    expect(asked()).toBe(2);
    leave();
  });

  it('counts from the newest that is known', async () => {
    const { queries, shown, leave } = await badge(
      conversation('a', { unread: 1, last_number: 11 }),
    );
    const newer = conversation('a', { unread: 3, last_number: 13 });
    queries.setQueryData(conversationsQuery({}).queryKey, {
      pages: [{ items: [newer], total: 1, limit: 30, offset: 0 }],
      pageParams: [0],
    });
    changeConversation(queries, 'a', (known) => withRead(known, 13));
    expect(shown()?.unread_messages).toBe(2);
    leave();
  });

  it('is asked once for a burst in conversations that are not known', async () => {
    const { shown, asked, hear, leave } = await badge();
    for (let number = 1; number <= 20; number += 1) hear(`unknown ${number % 4}`, number);
    await vi.waitFor(() => expect(shown()?.unread_messages).toBe(6));
    expect(asked()).toBe(2);
    leave();
  });

  it('is asked at most twice, however many want to know at once', async () => {
    const { queries, asked, leave } = await badge();
    await Promise.all(Array.from({ length: 20 }, () => recountUnread(queries)));
    expect(asked()).toBe(1 + 2);
    leave();
  });

  it('is asked when something was read elsewhere that is not known here', async () => {
    const { asked, tell, leave } = await badge();
    tell({ type: 'message.read', conversation_id: 'z', user_id: 'other', number: 3 });
    tell({ type: 'message.read', conversation_id: 'z', user_id: me, number: 3 });
    await vi.waitFor(() => expect(asked()).toBe(2));
    leave();
  });

  it('is asked when a newer message turns out to exist than was told', async () => {
    const { asked, tell, hear, leave } = await badge();
    tell({ type: 'heads', heads: { z: 4, a: 2 } });
    hear('z', 5, { sender_id: me });
    tell({ type: 'heads', heads: { z: 5, a: 2 } });
    expect(asked()).toBe(1);
    tell({ type: 'heads', heads: { z: 6, a: 2 } });
    await vi.waitFor(() => expect(asked()).toBe(2));
    leave();
  });

  it('is asked again when an answer is on its way that may not have counted', async () => {
    const { queries, shown, asked, leave } = await badge(conversation('a'));
    void queries.invalidateQueries({ queryKey: summaryKey });
    countDifference(queries, conversation('a'), conversation('a', { unread: 1 }));
    await vi.waitFor(() => expect(shown()?.unread_messages).toBe(7));
    expect(asked()).toBe(3);
    leave();
  });

  it('is asked when events may have been lost', async () => {
    const { queries, asked, leave } = await badge();
    const effects = new EventEffects(queries);
    effects.receive({ type: 'resync' });
    await vi.waitFor(() => expect(asked()).toBe(2));
    effects.stop();
    leave();
  });
});
