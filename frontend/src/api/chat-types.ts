/** The shapes of conversations, under the names that the dashboards use. */
import type { Problem, Role, StoredFile } from '~/api/types';

export type ConversationKind = 'direct' | 'group' | 'section';

/** Somebody in a conversation. */
export interface Member {
  id: string;
  first_name: string;
  last_name: string;
  primary_role: Role;
  /** How far they have read. */
  read_number: number;
  joined_at: string;
}

export interface Message {
  id: string;
  conversation_id: string;
  /** Its place in the conversation; numbers have no holes. */
  number: number;
  sender_id: string;
  sender_name: string;
  /** By which the sender knows it before it has a number. */
  client_message_id: string;
  /** Empty when it was deleted. */
  body: string;
  /** The people whom it names. */
  mentions: string[];
  files: StoredFile[];
  created_at: string;
  edited_at: string | null;
  deleted: boolean;
  deleted_at: string | null;
  version: number;
}

export interface Conversation {
  id: string;
  kind: ConversationKind;
  /** What a group calls itself, or the name of the section; a direct one has none. */
  title: string | null;
  section_id: string | null;
  /** The other person of a direct one. */
  other: Member | null;
  member_count: number;
  /** The newest message; 0 when there is none. */
  last_number: number;
  /** The first that the person may see. */
  first_number: number;
  /** How far the person has read. */
  read_number: number;
  unread: number;
  /** Whether something unread names the person. */
  mentioned: boolean;
  last_message: Message | null;
  active_at: string;
  manageable: boolean;
  version: number;
  created_at: string;
}

/** Why somebody may be written to. */
export const contactReasons = [
  'anyone',
  'own_teacher',
  'childs_teacher',
  'office',
  'classmate',
  'own_child',
] as const;
export type ContactReason = (typeof contactReasons)[number];

export interface Contact extends Pick<Member, 'id' | 'first_name' | 'last_name' | 'primary_role'> {
  why: ContactReason;
}

export type PresenceStatus = 'online' | 'away' | 'offline';

export interface Presence {
  user_id: string;
  status: PresenceStatus;
  last_seen_at: string | null;
}

/** A part of a conversation; `next` is where it goes on in the same direction. */
export interface MessagePage {
  items: Message[];
  next: number | null;
}

export interface FoundMessage extends Message {
  conversation_title: string | null;
}

export interface NewConversation {
  kind: ConversationKind;
  member_ids?: string[];
  section_id?: string;
  title?: string;
}

export interface NewMessage {
  client_message_id: string;
  body: string;
  file_ids?: string[];
  mentions?: string[];
}

/** A message that was deleted, without its words. */
export interface DeletedMessage {
  id: string;
  conversation_id: string;
  kind: ConversationKind;
  number: number;
  sender_id: string;
  sender_name: string;
  deleted_by: string;
  deleted_by_name: string;
  deleted_at: string;
  /** How often it was edited before. */
  edits: number;
}

export interface Revision {
  revision: number;
  body: string;
  replaced_at: string;
  replaced_by: string;
  replaced_by_name: string;
  how: 'edited' | 'deleted';
}

/** What the socket says of conversations. All but the first are hints: they may come twice or not at all. */
export type ChatFrame =
  | { type: 'message.created'; message: Message }
  | { type: 'message.changed'; conversation_id: string; number: number; version: number }
  | { type: 'message.read'; conversation_id: string; user_id: string; number: number }
  | { type: 'typing'; conversation_id: string; user_id: string }
  | ({ type: 'presence.changed' } & Presence)
  | { type: 'conversation.changed'; id: string }
  | { type: 'heads'; heads: Record<string, number> };

/** What can be asked of the socket, and is answered under the id of the question. */
export type SocketRequest =
  | ({ type: 'message.send'; conversation_id: string } & NewMessage)
  | { type: 'message.read'; conversation_id: string; number: number }
  | { type: 'presence.watch'; user_ids: string[] }
  | { type: 'presence.set'; status: 'online' | 'away' }
  | { type: 'resume'; cursors: Record<string, number> };

/** What is only said to the socket. */
export interface SocketNotice {
  type: 'typing';
  conversation_id: string;
}

export interface SocketAnswer {
  message?: Message;
  conversations?: Record<string, number>;
}

export type SocketReply =
  | ({ type: 'ack'; id: string } & SocketAnswer)
  | { type: 'error'; id: string; problem: Problem };
