/** The routes of conversations, in the words of the generated schema until that has them. */
import type {
  Contact,
  ContactReason,
  Conversation,
  ConversationKind,
  DeletedMessage,
  FoundMessage,
  Member,
  MessagePage,
  Message,
  NewConversation,
  NewMessage,
  Presence,
  Revision,
} from '~/api/chat-types';
import type { Disposition, FileLink, Page } from '~/api/types';

interface Answers<Body> {
  200: { headers: Record<string, unknown>; content: { 'application/json': Body } };
}
interface NoAnswer {
  204: { headers: Record<string, unknown>; content?: never };
}
interface Ask<Parameters, Body> {
  parameters: Parameters;
  requestBody?: never;
  responses: Answers<Body>;
}
interface Send<Parameters, Sent, Responses> {
  parameters: Parameters;
  requestBody: { content: { 'application/json': Sent } };
  responses: Responses;
}
interface Act<Parameters> {
  parameters: Parameters;
  requestBody?: never;
  responses: NoAnswer;
}

interface Part {
  limit?: number;
  offset?: number;
}
interface At {
  path: { id: string };
}
interface AtVersion extends At {
  header: { 'If-Match': string };
}
interface AtNumber {
  path: { id: string; number: number };
  header: { 'If-Match': string };
}
interface OnceOnly {
  header?: { 'Idempotency-Key'?: string };
}

export interface ConversationsFilter extends Part {
  q?: string;
  kind?: ConversationKind;
  unread?: boolean;
}
export interface ContactsFilter extends Part {
  q?: string;
  why?: ContactReason;
}
export interface MessagesFilter extends Part {
  q: string;
  conversation_id?: string;
}
export interface DeletedFilter extends Part {
  q?: string;
  sender_id?: string;
}

export interface ChatPaths {
  '/conversations': {
    get: Ask<{ query?: ConversationsFilter }, Page<Conversation>>;
    post: Send<OnceOnly, NewConversation, Answers<Conversation>>;
  };
  '/conversations/{id}': {
    get: Ask<At, Conversation>;
    patch: Send<AtVersion, { title: string }, Answers<Conversation>>;
  };
  '/conversations/{id}/members': {
    get: Ask<At & { query?: Part & { q?: string } }, Page<Member>>;
    post: Send<At, { member_ids: string[] }, Answers<Conversation>>;
  };
  '/conversations/{id}/members/{user_id}': {
    delete: Act<{ path: { id: string; user_id: string } }>;
  };
  '/conversations/{id}/messages': {
    get: Ask<At & { query?: { before?: number; after?: number; limit?: number } }, MessagePage>;
    post: Send<At, NewMessage, Answers<Message>>;
  };
  '/conversations/{id}/messages/{number}': {
    patch: Send<AtNumber, { body: string }, Answers<Message>>;
    delete: Act<AtNumber>;
  };
  '/conversations/{id}/read': { post: Send<At, { number: number }, NoAnswer> };
  '/conversations/{id}/typing': { post: Act<At> };
  '/conversations/{id}/files/{file_id}': {
    delete: Act<{ path: { id: string; file_id: string } }>;
  };
  '/conversations/{id}/files/{file_id}/link': {
    post: Send<
      { path: { id: string; file_id: string } },
      { disposition: Disposition },
      Answers<FileLink>
    >;
  };
  '/messages': { get: Ask<{ query: MessagesFilter }, Page<FoundMessage>> };
  '/contacts': { get: Ask<{ query?: ContactsFilter }, Page<Contact>> };
  '/presence': { get: Ask<{ query: { user_ids: string } }, { items: Presence[] }> };
  '/deleted-messages': { get: Ask<{ query?: DeletedFilter }, Page<DeletedMessage>> };
  '/deleted-messages/{id}/disclose': {
    post: Send<At, { reason: string }, Answers<{ revisions: Revision[] }>>;
  };
}
