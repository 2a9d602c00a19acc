/** The shapes of conversations, under the names that the dashboards use. */
import type { components } from '~/api/schema.gen';
import type { Problem } from '~/api/types';

type Schemas = components['schemas'];

export type ConversationKind = Schemas['ConversationKind'];
export type Member = Schemas['ConversationMember'];
export type Message = Schemas['Message'];
export type Conversation = Schemas['Conversation'];
export type UnreadSummary = Schemas['ConversationSummary'];
export type Contact = Schemas['Contact'];
export type PresenceStatus = Schemas['Availability'];
export type Presence = Schemas['Presence'];
export type MessagePage = Schemas['MessagePage'];
export type FoundMessage = Schemas['FoundMessage'];
export type NewConversation = Schemas['NewConversation'];
export type NewMessage = Schemas['NewMessage'];
export type DeletedMessage = Schemas['DeletedMessage'];
export type Revision = Schemas['MessageRevision'];

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
