import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';

import { conversationsQuery } from '~/api/chat';
import { changeConversation, withMessage, withRead, withVersion } from '~/api/chat-list-cache';
import type { Conversation } from '~/api/chat-types';
import { unreadKey, unreadQuery } from '~/api/chat-unread';
import {
  sampleConversation as conversation,
  sampleMessage as message,
} from '~/testing/chat-samples';

const me = 'me';

describe('a conversation in a list', () => {
  it('counts what others write, once, and not what one writes oneself', () => {
    const start = conversation('a');
    const once = withMessage(start, message('a', 11), me);
    expect(once).toMatchObject({ unread: 1, last_number: 11, active_at: '2026-06-02T00:00:11Z' });
    expect(withMessage(once, message('a', 11), me)).toBe(once);
    expect(withMessage(once, message('a', 9), me)).toBe(once);
    const own = withMessage(once, message('a', 12, { sender_id: me }), me);
    expect(own).toMatchObject({ unread: 0, read_number: 12 });
  });

  it('is marked when something unread names the person, until that is read', () => {
    const named = withMessage(conversation('a'), message('a', 11, { mentions: [me] }), me);
    expect(named.mentioned).toBe(true);
    expect(withRead(named, 11)).toMatchObject({ unread: 0, mentioned: false, read_number: 11 });
  });

  it('is read only forwards, and at most what is left stays unread', () => {
    const start = conversation('a', { last_number: 20, unread: 10 });
    expect(withRead(start, 10)).toBe(start);
    expect(withRead(start, 4)).toBe(start);
    expect(withRead(start, 17).unread).toBe(3);
  });

  it('shows its last message as it reads now', () => {
    const start = conversation('a', { last_message: message('a', 10) });
    const edited = message('a', 10, { body: 'Hello!', version: 2 });
    expect(withVersion(start, edited).last_message?.body).toBe('Hello!');
    expect(withVersion(start, message('a', 9, { version: 5 }))).toBe(start);
  });
});

describe('the lists in the cache', () => {
  function lists(...items: Conversation[]) {
    const queries = new QueryClient();
    const page = { items, total: items.length, limit: 30, offset: 0 };
    queries.setQueryData(conversationsQuery({}).queryKey, { pages: [page], pageParams: [0] });
    const unread = items.filter((each) => each.unread > 0);
    queries.setQueryData(unreadQuery().queryKey, { ...page, items: unread, total: unread.length });
    return {
      queries,
      order: () =>
        queries
          .getQueryData(conversationsQuery({}).queryKey)
          ?.pages.flatMap((each) => each.items.map(({ id }) => id)),
      unread: () => queries.getQueryData<{ items: Conversation[]; total: number }>(unreadKey),
      /** Homes ask only for so many. */
      latest: (limit: number) =>
        queries.setQueryData(unreadQuery().queryKey, {
          ...page,
          items: unread.slice(0, limit),
          total: unread.length,
          limit,
        }),
    };
  }

  it('put the conversation first in which something has happened', () => {
    const { queries, order } = lists(conversation('a'), conversation('b'), conversation('c'));
    changeConversation(queries, 'c', (known) => withMessage(known, message('c', 11), me));
    expect(order()).toEqual(['c', 'a', 'b']);
  });

  it('say where a conversation is not known', () => {
    const { queries } = lists(conversation('a', { unread: 1, last_number: 11 }), conversation('b'));
    const keep = (known: Conversation) => known;
    expect(changeConversation(queries, 'a', keep)).toEqual({ list: false, unread: false });
    expect(changeConversation(queries, 'b', keep)).toEqual({ list: false, unread: false });
    expect(changeConversation(queries, 'z', keep)).toEqual({ list: true, unread: true });
  });

  it('count what was all read before, without asking', () => {
    const { queries, unread } = lists(conversation('a'), conversation('b'));
    changeConversation(queries, 'b', (known) => withMessage(known, message('b', 11), me));
    expect(unread()).toMatchObject({ items: [{ id: 'b', unread: 1 }], total: 1 });
  });

  it('no longer count what is read', () => {
    const { queries, unread } = lists(conversation('a', { unread: 2, last_number: 12 }));
    changeConversation(queries, 'a', (known) => withRead(known, 12));
    expect(unread()).toMatchObject({ items: [], total: 0 });
  });

  it('keep as many that are unread as were asked for, and ask for another when one is read', () => {
    const { queries, unread, latest } = lists(
      ...['a', 'b', 'c', 'd'].map((id) => conversation(id, { unread: 1, last_number: 11 })),
    );
    latest(3);
    changeConversation(queries, 'd', (known) => withMessage(known, message('d', 12), me));
    expect(unread()).toMatchObject({ items: [{ id: 'd' }, { id: 'a' }, { id: 'b' }], total: 4 });
    expect(queries.getQueryState(unreadKey)?.isInvalidated).toBe(false);
    changeConversation(queries, 'd', (known) => withRead(known, 12));
    expect(unread()).toMatchObject({ items: [{ id: 'a' }, { id: 'b' }], total: 3 });
    expect(queries.getQueryState(unreadKey)?.isInvalidated).toBe(true);
  });

  it('stay to be asked again, and are not relied on, whatever is changed in them', async () => {
    const { queries } = lists(conversation('a', { unread: 2, last_number: 12 }));
    await queries.invalidateQueries();
    const change = (known: Conversation) => withMessage(known, message('a', 13), me);
    expect(changeConversation(queries, 'a', change)).toEqual({ list: false, unread: true });
    expect(queries.getQueryState(conversationsQuery({}).queryKey)?.isInvalidated).toBe(true);
  });
});
