/** Answers of an invented server, over one invented school. */
import { http, HttpResponse, type HttpHandler } from 'msw';

import type { Me, Page, Role, User } from '~/api/types';

import { permissionsOf } from './access.ts';
import { chatHandlers } from './chat-handlers.ts';
import { chatMemberHandlers } from './chat-member-handlers.ts';
import { enrollmentHandlers } from './enrollment-handlers.ts';
import { moduleHandlers } from './module-handlers.ts';
import { noticeHandlers } from './notice-handlers.ts';
import type { School } from './school.ts';
import { structureHandlers } from './structure-handlers.ts';
import { workHandlers } from './task-handlers.ts';

export const base = '*/api/v1';

export function problem(status: number, code: string, more: object = {}) {
  return HttpResponse.json(
    { type: `/problems/${code}`, title: code, status, code, ...more },
    { status, headers: { 'Content-Type': 'application/problem+json' } },
  );
}

/** One page of a list, as the query asks. */
export function paged<Item>(items: Item[], url: URL): Page<Item> {
  const limit = Number(url.searchParams.get('limit') ?? 20);
  const offset = Number(url.searchParams.get('offset') ?? 0);
  return { items: items.slice(offset, offset + limit), total: items.length, limit, offset };
}

export function sorted<Item>(items: Item[], sort: string | null, keys: Record<string, keyof Item>) {
  if (sort === null) return items;
  const key = keys[sort.split(',')[0]?.replace(/^-/, '') ?? ''];
  if (key === undefined) return items;
  const direction = sort.startsWith('-') ? -1 : 1;
  return items.toSorted((a, b) => direction * String(a[key]).localeCompare(String(b[key])));
}

export function matches(text: string, q: string | null): boolean {
  return q === null || text.toLowerCase().includes(q.toLowerCase());
}

/** The token names its person, so the invented server needs no memory of sessions. */
export function personOf(school: School, request: Request): User | undefined {
  const token = request.headers.get('Authorization')?.replace('Bearer ', '').split('|')[0];
  return school.users.find((user) => user.id === token);
}

export function meOf(school: School, user: User): Me {
  const permissions = [...new Set(user.roles.flatMap((role: Role) => permissionsOf[role]))];
  const children = school.links
    .filter((link) => link.guardian.id === user.id)
    .flatMap((link) => {
      const child = school.users.find((candidate) => candidate.id === link.student_id);
      if (child === undefined) return [];
      const { id, first_name, last_name } = child;
      return [{ id, first_name, last_name, rights: link.rights }];
    });
  const { id, email, first_name, last_name, roles, primary_role, active, version } = user;
  return {
    id,
    email,
    first_name,
    last_name,
    roles,
    primary_role,
    active,
    version,
    permissions,
    children,
  };
}

let tokens = 0;

export function sessionAnswer(school: School, user: User) {
  tokens += 1;
  return {
    access_token: `${user.id}|${tokens}`,
    token_type: 'Bearer' as const,
    expires_in: 900,
    user: meOf(school, user),
  };
}

function authHandlers(school: School): HttpHandler[] {
  let lastPerson: User | undefined;
  return [
    http.post(`${base}/auth/login`, async ({ request }) => {
      const body = (await request.json()) as { email: string; password: string };
      const user = school.users.find((candidate) => candidate.email === body.email);
      if (user === undefined || body.password === 'wrong')
        return problem(401, 'invalid_credentials');
      lastPerson = user;
      return HttpResponse.json(sessionAnswer(school, user), {
        headers: { 'Set-Cookie': `mock_person=${user.email}; Path=/` },
      });
    }),
    http.post(`${base}/auth/refresh`, ({ cookies }) => {
      const email = cookies['mock_person'];
      const user =
        school.users.find((candidate) => candidate.email === email) ??
        (email === undefined ? lastPerson : undefined);
      if (user === undefined) return problem(401, 'no_session');
      return HttpResponse.json(sessionAnswer(school, user));
    }),
    http.post(`${base}/auth/logout`, () => new HttpResponse(null, { status: 204 })),
    http.post(`${base}/auth/logout-all`, () => new HttpResponse(null, { status: 204 })),
    http.post(`${base}/auth/forgot`, () => new HttpResponse(null, { status: 202 })),
    http.post(`${base}/auth/reset`, () => new HttpResponse(null, { status: 204 })),
    http.get(`${base}/auth/sessions`, () =>
      HttpResponse.json({
        items: ['Firefox on Linux', 'Chrome on Android'].map((device, number) => ({
          id: `session-${number}`,
          device,
          address: `192.168.1.${number + 10}`,
          created_at: new Date(school.now - (number + 2) * 86_400_000).toISOString(),
          last_used_at: new Date(school.now - number * 7_200_000).toISOString(),
          expires_at: new Date(school.now + 12 * 86_400_000).toISOString(),
          current: number === 0,
        })),
      }),
    ),
    http.delete(`${base}/auth/sessions/:id`, () => new HttpResponse(null, { status: 204 })),
  ];
}

function userHandlers(school: School): HttpHandler[] {
  const change = (id: unknown, request: Request, facts: Partial<User>) => {
    const index = school.users.findIndex((user) => user.id === id);
    const user = school.users[index];
    if (user === undefined) return problem(404, 'not_found');
    if (request.headers.get('If-Match') !== `"${user.version}"`)
      return problem(412, 'stale_version', { current_version: user.version });
    school.users[index] = { ...user, ...facts, version: user.version + 1 };
    return HttpResponse.json(school.users[index]);
  };
  return [
    http.get(`${base}/users/me`, ({ request }) => {
      const user = personOf(school, request);
      return user === undefined
        ? problem(401, 'unauthenticated')
        : HttpResponse.json(meOf(school, user));
    }),
    http.patch(`${base}/users/me`, async ({ request }) => {
      const user = personOf(school, request);
      if (user === undefined) return problem(401, 'unauthenticated');
      Object.assign(user, await request.json(), { version: user.version + 1 });
      return HttpResponse.json(meOf(school, user));
    }),
    http.put(`${base}/users/me/password`, () => new HttpResponse(null, { status: 204 })),
    http.get(`${base}/users/summary`, () => {
      const roles = Object.keys(permissionsOf) as Role[];
      return HttpResponse.json({
        by_role: roles.map((role) => {
          const holders = school.users.filter((user) => user.roles.includes(role));
          const active = holders.filter((user) => user.active).length;
          return { role, active, inactive: holders.length - active };
        }),
        never_logged_in: school.users.filter((user) => user.last_login_at === null).length,
      });
    }),
    http.get(`${base}/users`, ({ request }) => {
      const url = new URL(request.url);
      const { searchParams: search } = url;
      const role = search.get('role') as Role | null;
      const found = school.users.filter(
        (user) =>
          matches(`${user.first_name} ${user.last_name} ${user.email}`, search.get('q')) &&
          (role === null || user.roles.includes(role)) &&
          (search.get('active') === null || String(user.active) === search.get('active')) &&
          (search.get('never_logged_in') !== 'true' || user.last_login_at === null) &&
          (search.get('without_guardian') !== 'true' ||
            !school.links.some((link) => link.student_id === user.id)),
      );
      const keys = {
        name: 'last_name',
        email: 'email',
        created_at: 'created_at',
        last_login_at: 'last_login_at',
      } as const;
      return HttpResponse.json(paged(sorted(found, search.get('sort'), keys), url));
    }),
    http.post(`${base}/users`, async ({ request }) => {
      const body = (await request.json()) as User;
      if (school.users.some((user) => user.email === body.email))
        return problem(422, 'invalid', {
          errors: [{ field: 'email', code: 'taken', message: 'This address is already in use.' }],
        });
      const user: User = {
        ...body,
        id: crypto.randomUUID(),
        active: true,
        last_login_at: null,
        created_at: new Date().toISOString(),
        version: 1,
      };
      school.users.push(user);
      return HttpResponse.json(user, { status: 201 });
    }),
    http.get(`${base}/users/:id`, ({ params }) => {
      const user = school.users.find((candidate) => candidate.id === params['id']);
      return user === undefined ? problem(404, 'not_found') : HttpResponse.json(user);
    }),
    http.patch(`${base}/users/:id`, async ({ params, request }) =>
      change(params['id'], request, (await request.json()) as Partial<User>),
    ),
    http.post(`${base}/users/:id/deactivate`, ({ params, request }) =>
      change(params['id'], request, { active: false }),
    ),
    http.post(`${base}/users/:id/reactivate`, ({ params, request }) =>
      change(params['id'], request, { active: true }),
    ),
    http.post(`${base}/users/:id/invite`, () => new HttpResponse(null, { status: 202 })),
    http.get(`${base}/guardians/:id/students`, ({ params, request }) =>
      HttpResponse.json(
        paged(
          school.links.filter((link) => link.guardian.id === params['id']),
          new URL(request.url),
        ),
      ),
    ),
    http.get(`${base}/students/:id/guardians`, ({ params, request }) =>
      HttpResponse.json(
        paged(
          school.links.filter((link) => link.student_id === params['id']),
          new URL(request.url),
        ),
      ),
    ),
  ];
}

function officeHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/settings`, () => HttpResponse.json(school.settings)),
    http.get(`${base}/settings/public`, () => {
      const {
        max_upload_bytes: _upload,
        section_quota_bytes: _section,
        person_quota_bytes: _person,
        ...rest
      } = school.settings;
      return HttpResponse.json(rest);
    }),
    http.patch(`${base}/settings`, async ({ request }) => {
      Object.assign(school.settings, await request.json());
      school.settings.version += 1;
      return HttpResponse.json(school.settings);
    }),
    http.get(`${base}/audit`, ({ request }) => {
      const { searchParams: search } = new URL(request.url);
      const limit = Number(search.get('limit') ?? 20);
      const start = Number(search.get('before') ?? 0);
      const found = school.audit.filter((entry) => matches(entry.action, search.get('action')));
      const next = start + limit < found.length ? String(start + limit) : null;
      return HttpResponse.json({ items: found.slice(start, start + limit), next });
    }),
    http.get('*/readyz', () =>
      HttpResponse.json({
        status: 'ready',
        checks: ['database', 'migrations', 'bus'].map((name) => ({ name, status: 'ok' })),
      }),
    ),
  ];
}

export function schoolHandlers(school: School): HttpHandler[] {
  return [
    ...authHandlers(school),
    ...userHandlers(school),
    ...officeHandlers(school),
    ...structureHandlers(school),
    ...enrollmentHandlers(school),
    ...noticeHandlers(school),
    ...workHandlers(school),
    ...moduleHandlers(school),
    ...chatHandlers(school),
    ...chatMemberHandlers(school),
  ];
}
