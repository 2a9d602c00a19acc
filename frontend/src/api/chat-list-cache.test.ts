import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';

import { conversationsQuery } from '~/api/chat';
import { changeConversation, withMessage, withRead, withVersion } from '~/api/chat-list-cache';
import type { Conversation, Message } from '~/api/chat-types';
import { unreadKey, unreadQuery } from '~/api/chat-unread';

const me = 'me';

function conversation(id: string, facts: Partial<Conversation> = {}): Conversation {
  return {
    id,
    kind: 'group',
    title: id,
    section_id: null,
    other: null,
    member_count: 3,
    last_number: 10,
    first_number: 1,
    read_number: 10,
    unread: 0,
    mentioned: false,
    last_message: null,
    active_at: '2026-06-01T00:00:00Z',
    manageable: false,
    version: 1,
    created_at: '2026-05-01T00:00:00Z',
    ...facts,
  };
}

const message = (id: string, number: number, facts: Partial<Message> = {}): Message => ({
  id: `${id}${number}`,
  conversation_id: id,
  number,
  sender_id: 'other',
  sender_name: 'Some Body',
  client_message_id: `${id} ${number}`,
  body: 'Hello',
  mentions: [],
  files: [],
  created_at: `2026-06-02T00:00:${String(number).padStart(2, '0')}Z`,
  edited_at: null,
  deleted: false,
  deleted_at: null,
  version: 1,
  ...facts,
});

describe('a conversation in a list', () => {
  it('counts what others write, once, and not what one writes oneself', () => {
    const start = conversation('a');
    const once = withMessage(start, message('a', 11), me);
    expect(once).toMatchObject({ unread: 1, last_number: 11, active_at: '2026-06-02T00:00:11Z' });
    expect(withMessage(once, message('a', 11), me)).toBe(once);
    expect(withMessage(once, message('a', 9), me)).toBe(once);
    expect(withMessage(once, message('a', 12, { sender_id: me }), me).unread).toBe(1);
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
});
