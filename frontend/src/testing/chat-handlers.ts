import { http, HttpResponse, type HttpHandler } from 'msw';

import type {
  Contact,
  Conversation,
  FoundMessage,
  Member,
  Message,
  NewConversation,
  NewMessage,
  UnreadSummary,
} from '~/api/chat-types';
import type { User } from '~/api/types';

import { type ConversationRecord, messageOf } from './chat.ts';
import { base, matches, paged, personOf, problem } from './handlers.ts';
import { uploaded } from './module-handlers.ts';
import type { School } from './school.ts';

const staff = new Set([
  'admin',
  'principal',
  'academic_coordinator',
  'registrar',
  'accounting',
  'guidance',
  'teacher',
]);
const offices = new Set(['registrar', 'accounting', 'guidance']);
const isStaff = (person: User) => person.roles.some((role) => staff.has(role));
const userOf = (school: School, id: unknown) => school.users.find((user) => user.id === id);

export function memberOf(school: School, record: ConversationRecord, id: string): Member | null {
  const user = userOf(school, id);
  if (user === undefined) return null;
  const { first_name, last_name, primary_role } = user;
  return {
    id,
    first_name,
    last_name,
    primary_role,
    read_number: record.members.get(id) ?? 0,
    joined_at: record.created_at,
  };
}

/** The conversation as this person sees it. */
export function conversationOf(
  school: School,
  record: ConversationRecord,
  person: User,
): Conversation {
  const { id, kind, title, section_id, members, messages, version, created_at } = record;
  const read = members.get(person.id) ?? 0;
  const fresh = messages.filter(
    ({ number, sender_id, deleted }) => number > read && sender_id !== person.id && !deleted,
  );
  const otherId = [...members.keys()].find((each) => each !== person.id);
  const last = messages.at(-1) ?? null;
  return {
    id,
    kind,
    title,
    section_id,
    other: kind === 'direct' && otherId !== undefined ? memberOf(school, record, otherId) : null,
    member_count: members.size,
    last_number: last?.number ?? 0,
    first_number: 1,
    read_number: read,
    unread: fresh.length,
    mentioned: fresh.some((message) => message.mentions.includes(person.id)),
    last_message: last,
    active_at: last?.created_at ?? created_at,
    manageable: kind !== 'direct' && record.made_by === person.id,
    version,
    created_at,
  };
}

function contactsOf(school: School, person: User): Contact[] {
  return school.users.flatMap((user) => {
    if (user.id === person.id || !user.active) return [];
    const why = reason(person, user);
    if (why === null) return [];
    const { id, first_name, last_name, primary_role } = user;
    return [{ id, first_name, last_name, primary_role, why }];
  });
}

function reason(person: User, user: User): Contact['why'] | null {
  if (isStaff(person)) return 'anyone';
  if (user.roles.some((role) => offices.has(role))) return 'office';
  const child = person.roles.includes('parent');
  const teaches = user.email === 'teacher@school.local' || user.email === 'teacher0@school.local';
  if (teaches) return child ? 'childs_teacher' : 'own_teacher';
  if (!child && /^student[1-4]@/.test(user.email)) return 'classmate';
  return null;
}

export interface Call {
  request: Request;
  params: Record<string, unknown>;
}
export type Answer = Response | Promise<Response>;

/** Answers only to those who are in the conversation. */
export function within(
  school: School,
  act: (record: ConversationRecord, person: User, call: Call) => Answer,
) {
  return (call: Call): Answer => {
    const person = personOf(school, call.request);
    const record = school.conversations.find(({ id }) => id === call.params['id']);
    if (person === undefined) return problem(401, 'unauthenticated');
    return record === undefined || !record.members.has(person.id)
      ? problem(404, 'not_found')
      : act(record, person, call);
  };
}

function part(record: ConversationRecord, { searchParams }: URL): Response {
  const limit = Number(searchParams.get('limit') ?? 50);
  const after = searchParams.get('after');
  const { messages } = record;
  if (after !== null) {
    const items = messages.slice(Number(after), Number(after) + limit);
    const last = items.at(-1)?.number;
    return HttpResponse.json({
      items,
      next: last !== undefined && last < messages.length ? last : null,
    });
  }
  const before = Number(searchParams.get('before') ?? messages.length + 1);
  const items = messages.slice(Math.max(0, before - 1 - limit), before - 1);
  const first = items[0]?.number ?? 1;
  return HttpResponse.json({ items, next: first > 1 ? first : null });
}

function store(record: ConversationRecord, person: User, sent: NewMessage, school: School) {
  const known = record.messages.find(
    (message) => message.client_message_id === sent.client_message_id,
  );
  if (known !== undefined)
    return known.body === sent.body
      ? HttpResponse.json(known)
      : problem(409, 'client_message_id_reused');
  const files = school.loose.filter(({ id }) => sent.file_ids?.includes(id));
  const message: Message = {
    ...messageOf(record.id, record.messages.length + 1, person, sent.body ?? '', Date.now()),
    client_message_id: sent.client_message_id,
    mentions: sent.mentions ?? [],
    files,
  };
  record.messages.push(message);
  return HttpResponse.json(message, { status: 201 });
}

const own = (school: School, person: User) =>
  school.conversations.filter(({ members }) => members.has(person.id));

function summaryOf(school: School, person: User): UnreadSummary {
  const waiting = own(school, person)
    .map((record) => conversationOf(school, record, person))
    .filter(({ unread }) => unread > 0);
  return {
    unread_conversations: waiting.length,
    unread_messages: waiting.reduce((sum, { unread }) => sum + unread, 0),
    mentioned: waiting.some(({ mentioned }) => mentioned),
  };
}

function listHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/conversations`, ({ request }) => {
      const person = personOf(school, request);
      if (person === undefined) return problem(401, 'unauthenticated');
      const url = new URL(request.url);
      const found = own(school, person)
        .filter((record) => {
          const names = [...record.members.keys()].map((id) => {
            const user = userOf(school, id);
            return `${user?.first_name} ${user?.last_name}`;
          });
          return matches(`${record.title ?? ''} ${names.join(' ')}`, url.searchParams.get('q'));
        })
        .map((record) => conversationOf(school, record, person))
        .filter(({ unread }) => url.searchParams.get('unread') !== 'true' || unread > 0)
        .toSorted((a, b) => b.active_at.localeCompare(a.active_at));
      return HttpResponse.json(paged(found, url));
    }),
    http.get(`${base}/conversations/summary`, ({ request }) => {
      const person = personOf(school, request);
      return person === undefined
        ? problem(401, 'unauthenticated')
        : HttpResponse.json(summaryOf(school, person));
    }),
    http.post(`${base}/conversations`, async ({ request }) => {
      const person = personOf(school, request);
      if (person === undefined) return problem(401, 'unauthenticated');
      const body = (await request.json()) as NewConversation;
      return start(school, person, body);
    }),
    http.get(`${base}/messages`, ({ request }) => {
      const person = personOf(school, request);
      if (person === undefined) return problem(401, 'unauthenticated');
      const url = new URL(request.url);
      const all = own(school, person).flatMap((record) =>
        record.messages
          .filter(({ body }) => body !== '' && matches(body, url.searchParams.get('q')))
          .map((message) => found(message, titleFor(school, record, person))),
      );
      const latest = all.toSorted((a, b) => b.created_at.localeCompare(a.created_at));
      return HttpResponse.json(paged(latest, url));
    }),
    http.get(`${base}/contacts`, ({ request }) => {
      const person = personOf(school, request);
      if (person === undefined) return problem(401, 'unauthenticated');
      const url = new URL(request.url);
      const found = contactsOf(school, person).filter((contact) =>
        matches(`${contact.first_name} ${contact.last_name}`, url.searchParams.get('q')),
      );
      return HttpResponse.json(paged(found, url));
    }),
    http.get(`${base}/presence`, ({ request }) => {
      const ids = new URL(request.url).searchParams.get('user_ids')?.split(',') ?? [];
      const items = ids.map((user_id) => {
        const place = school.users.findIndex(({ id }) => id === user_id);
        const status = (['online', 'offline', 'away'] as const)[place % 3] ?? 'offline';
        const last_seen_at = new Date(school.now - place * 37 * 60_000).toISOString();
        return { user_id, status, last_seen_at };
      });
      return HttpResponse.json({ items });
    }),
  ];
}

const found = (message: Message, conversation_title: string): FoundMessage => ({
  ...message,
  conversation_title,
});

function titleFor(school: School, record: ConversationRecord, person: User): string {
  const { title, other } = conversationOf(school, record, person);
  return title ?? `${other?.first_name} ${other?.last_name}`;
}

function start(school: School, person: User, body: NewConversation): Response {
  const { kind, section_id, title = null } = body;
  const member_ids = body.member_ids ?? [];
  const contacts = new Set(contactsOf(school, person).map(({ id }) => id));
  if (kind !== 'direct' && !isStaff(person)) return problem(403, 'forbidden');
  if (member_ids.some((id) => !contacts.has(id)))
    return problem(422, 'invalid_fields', {
      errors: [
        {
          field: 'member_ids',
          code: 'not_permitted',
          message: 'You may not write to this person.',
        },
      ],
    });
  const known = school.conversations.find(
    (record) =>
      record.kind === kind &&
      (kind === 'section'
        ? record.section_id === section_id
        : kind === 'direct' &&
          record.members.has(person.id) &&
          record.members.has(member_ids[0] ?? '')),
  );
  if (known !== undefined) return HttpResponse.json(conversationOf(school, known, person));
  const section = school.sections.find(({ id }) => id === section_id);
  const record: ConversationRecord = {
    id: crypto.randomUUID(),
    kind,
    title: section === undefined ? title : `${section.grade_level} – ${section.name}`,
    section_id: section_id ?? null,
    members: new Map([person.id, ...member_ids].map((id) => [id, 0])),
    made_by: person.id,
    created_at: new Date().toISOString(),
    version: 1,
    messages: [],
  };
  school.conversations.push(record);
  return HttpResponse.json(conversationOf(school, record, person), { status: 201 });
}

function messageHandlers(school: School): HttpHandler[] {
  const one = (record: ConversationRecord, number: unknown) =>
    record.messages.find((message) => message.number === Number(number));
  const stale = (request: Request, record: { version: number }) =>
    request.headers.get('If-Match') === `"${record.version}"`
      ? null
      : problem(412, 'stale_version', { current_version: record.version });
  return [
    http.get(
      `${base}/conversations/:id/messages`,
      within(school, (record, _, { request }) => part(record, new URL(request.url))),
    ),
    http.post(
      `${base}/conversations/:id/messages`,
      within(school, async (record, person, { request }) =>
        store(record, person, (await request.json()) as NewMessage, school),
      ),
    ),
    http.patch(
      `${base}/conversations/:id/messages/:number`,
      within(school, async (record, _, { request, params }) => {
        const message = one(record, params['number']);
        if (message === undefined) return problem(404, 'not_found');
        const refusal = stale(request, message);
        if (refusal !== null) return refusal;
        const { body } = (await request.json()) as { body: string };
        const edited = { ...message, body, edited_at: new Date().toISOString() };
        record.messages[message.number - 1] = { ...edited, version: message.version + 1 };
        return HttpResponse.json(record.messages[message.number - 1]);
      }),
    ),
    http.delete(
      `${base}/conversations/:id/messages/:number`,
      within(school, (record, _, { request, params }) => {
        const message = one(record, params['number']);
        if (message === undefined) return problem(404, 'not_found');
        const refusal = stale(request, message);
        if (refusal !== null) return refusal;
        record.messages[message.number - 1] = {
          ...message,
          body: '',
          files: [],
          deleted: true,
          deleted_at: new Date().toISOString(),
          version: message.version + 1,
        };
        return new HttpResponse(null, { status: 204 });
      }),
    ),
    http.post(
      `${base}/conversations/:id/read`,
      within(school, async (record, person, { request }) => {
        const { number } = (await request.json()) as { number: number };
        record.members.set(person.id, Math.max(number, record.members.get(person.id) ?? 0));
        return new HttpResponse(null, { status: 204 });
      }),
    ),
    http.post(`${base}/conversations/:id/typing`, () => new HttpResponse(null, { status: 204 })),
    http.post(`${base}/conversations/:id/files`, async ({ request }) => {
      const { file } = await uploaded(request);
      school.loose.push(file);
      return HttpResponse.json(file, { status: 201 });
    }),
    http.delete(
      `${base}/conversations/:id/files/:file`,
      () => new HttpResponse(null, { status: 204 }),
    ),
    http.post(`${base}/conversations/:id/files/:file/link`, async ({ request, params }) => {
      const { disposition } = (await request.json()) as { disposition: string };
      const files = school.conversations.flatMap(({ messages }) =>
        messages.flatMap((message) => message.files),
      );
      const kind = files.find(({ id }) => id === params['file'])?.media_type;
      const like = school.modules.find((module) => module.file.media_type === kind);
      return HttpResponse.json({
        url: `/api/v1/files/${disposition}.${like?.id ?? ''}`,
        expires_at: new Date(Date.now() + 60_000).toISOString(),
      });
    }),
  ];
}

/** Conversations and what is written in them. */
export function chatHandlers(school: School): HttpHandler[] {
  return [...listHandlers(school), ...messageHandlers(school)];
}
