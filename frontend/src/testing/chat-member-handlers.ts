import { http, HttpResponse, type HttpHandler } from 'msw';

import type { DeletedMessage } from '~/api/chat-types';

import { conversationOf, memberOf, within } from './chat-handlers.ts';
import { base, matches, paged, problem } from './handlers.ts';
import type { School } from './school.ts';

function memberHandlers(school: School): HttpHandler[] {
  return [
    http.get(
      `${base}/conversations/:id/members`,
      within(school, (record, _, { request }) => {
        const url = new URL(request.url);
        const found = [...record.members.keys()]
          .flatMap((id) => memberOf(school, record, id) ?? [])
          .filter(({ first_name, last_name }) =>
            matches(`${first_name} ${last_name}`, url.searchParams.get('q')),
          );
        return HttpResponse.json(paged(found, url));
      }),
    ),
    http.post(
      `${base}/conversations/:id/members`,
      within(school, async (record, person, { request }) => {
        const { member_ids } = (await request.json()) as { member_ids: string[] };
        for (const id of member_ids) record.members.set(id, record.messages.length);
        record.version += 1;
        return HttpResponse.json(conversationOf(school, record, person));
      }),
    ),
    http.delete(
      `${base}/conversations/:id/members/:user`,
      within(school, (record, _, { params }) => {
        if (record.kind !== 'group') return problem(409, 'membership_follows');
        record.members.delete(String(params['user']));
        return new HttpResponse(null, { status: 204 });
      }),
    ),
    http.get(
      `${base}/conversations/:id`,
      within(school, (record, person) => HttpResponse.json(conversationOf(school, record, person))),
    ),
    http.patch(
      `${base}/conversations/:id`,
      within(school, async (record, person, { request }) => {
        if (request.headers.get('If-Match') !== `"${record.version}"`)
          return problem(412, 'stale_version', { current_version: record.version });
        Object.assign(record, await request.json(), { version: record.version + 1 });
        return HttpResponse.json(conversationOf(school, record, person));
      }),
    ),
  ];
}

const words = [
  'I will not be there tomorrow.',
  'That was not meant for this group.',
  'Call me: 0917 555 01 23',
  'You are all so stupid.',
];

/** Messages that were deleted; what they said is told only to whoever gives a reason. */
function deletedHandlers(school: School): HttpHandler[] {
  const deleted = words.map((_, index): DeletedMessage => {
    const sender = school.users[7 + index * 20] ?? school.users[7]!;
    const by = index === 3 ? school.users[6]! : sender;
    const record = school.conversations[index % school.conversations.length]!;
    return {
      id: `deleted-${index}`,
      conversation_id: record.id,
      kind: record.kind,
      number: 12 + index * 5,
      sender_id: sender.id,
      sender_name: `${sender.first_name} ${sender.last_name}`,
      deleted_by: by.id,
      deleted_by_name: `${by.first_name} ${by.last_name}`,
      deleted_at: new Date(school.now - index * 9_000_000).toISOString(),
      edits: index % 2,
    };
  });
  return [
    http.get(`${base}/deleted-messages`, ({ request }) => {
      const url = new URL(request.url);
      const sender = url.searchParams.get('sender_id');
      const found = deleted.filter(({ sender_id }) => sender === null || sender_id === sender);
      return HttpResponse.json(paged(found, url));
    }),
    http.post(`${base}/deleted-messages/:id/disclose`, async ({ params, request }) => {
      const { reason: given } = (await request.json()) as { reason: string };
      if (given.length < 10)
        return problem(422, 'invalid_fields', {
          errors: [{ field: 'reason', code: 'too_short', message: 'At least 10 characters.' }],
        });
      const index = deleted.findIndex(({ id }) => id === params['id']);
      const message = deleted[index]!;
      const step = (revision: number, body: string, how: 'edited' | 'deleted') => ({
        revision,
        body,
        how,
        replaced_at: message.deleted_at,
        replaced_by: message.deleted_by,
        replaced_by_name: message.deleted_by_name,
      });
      const body = words[index] ?? '';
      return HttpResponse.json({
        revisions: [
          ...(message.edits > 0 ? [step(1, `${body} Really.`, 'edited' as const)] : []),
          step(message.edits + 1, body, 'deleted'),
        ],
      });
    }),
  ];
}

/** Who is in conversations, and what was deleted in them. */
export function chatMemberHandlers(school: School): HttpHandler[] {
  return [...memberHandlers(school), ...deletedHandlers(school)];
}
