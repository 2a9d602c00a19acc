import type { Conversation, Message } from '~/api/chat-types';

/** A conversation of which all is read. */
export function sampleConversation(id: string, facts: Partial<Conversation> = {}): Conversation {
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

/** A message by somebody else. */
export const sampleMessage = (
  id: string,
  number: number,
  facts: Partial<Message> = {},
): Message => ({
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
