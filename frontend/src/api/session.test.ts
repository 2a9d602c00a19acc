import { http, HttpResponse } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { problem, sessionAnswer } from '~/testing/handlers';
import { makeSchool } from '~/testing/school';
import { server } from '~/testing/server';

const school = makeSchool(Date.now(), 6);
const person = school.users[0]!;

type Work = (lock: object | null) => Promise<unknown>;

/** Web Locks as far as they are used: one holder at a time, or none when it must be at once. */
function fakeLocks() {
  let queue: Promise<unknown> = Promise.resolve();
  let held = 0;
  const hold = (work: Work) => {
    held += 1;
    const turn = queue.then(() => work({})).finally(() => (held -= 1));
    queue = turn.catch(() => undefined);
    return turn;
  };
  return {
    request: (_: string, options: Work | { ifAvailable: boolean }, work?: Work) => {
      if (typeof options === 'function') return hold(options);
      return held > 0 ? Promise.resolve(work!(null)) : hold(work!);
    },
  };
}

/** The session is state of the module, so each test has its own copy of it. */
async function freshModules() {
  vi.resetModules();
  const session = await import('~/api/session');
  const client = await import('~/api/client');
  return { session, client };
}

/** Other copies of the module are other tabs of the same browser: they share storage and channel. */
async function openTab() {
  return (await freshModules()).session;
}

function countRefreshes(answer: () => Response | Promise<Response>) {
  const counter = { count: 0 };
  server.use(
    http.post('*/api/v1/auth/refresh', ({ request }) => {
      counter.count += 1;
      expect(request.headers.get('X-Requested-With')).toBe('homeroom');
      return answer();
    }),
  );
  return counter;
}

const renewed = () => HttpResponse.json(sessionAnswer(school, person));

beforeEach(() => {
  vi.stubGlobal('navigator', { onLine: true, locks: fakeLocks() });
});

afterEach(() => vi.unstubAllGlobals());

describe('restoring a session', () => {
  it('asks nothing when no session was begun in this browser', async () => {
    const refreshes = countRefreshes(renewed);
    const { session } = await freshModules();
    await session.restoreSession();
    expect(session.sessionState().status).toBe('anonymous');
    expect(refreshes.count).toBe(0);
  });

  it('takes the session of the refresh cookie', async () => {
    localStorage.setItem('homeroom.session', 'yes');
    const refreshes = countRefreshes(renewed);
    const { session } = await freshModules();
    await Promise.all([session.restoreSession(), session.restoreSession()]);
    expect(session.sessionState()).toMatchObject({
      status: 'authenticated',
      user: { email: person.email },
    });
    expect(refreshes.count).toBe(1);
  });

  it('becomes anonymous when the cookie is no longer good', async () => {
    localStorage.setItem('homeroom.session', 'yes');
    countRefreshes(() => problem(401, 'unauthenticated'));
    const { session } = await freshModules();
    await session.restoreSession();
    expect(session.sessionState().status).toBe('anonymous');
    expect(localStorage.getItem('homeroom.session')).toBeNull();
  });

  it('stays undecided, and fails, when the server is away', async () => {
    localStorage.setItem('homeroom.session', 'yes');
    countRefreshes(() => HttpResponse.error());
    const { session } = await freshModules();
    await expect(session.restoreSession()).rejects.toMatchObject({ code: 'network' });
    expect(session.sessionState().status).toBe('unknown');
  });
});

describe('renewing a token', () => {
  it('goes out once, however many requests were refused', async () => {
    const refreshes = countRefreshes(renewed);
    const { session, client } = await freshModules();
    const first = sessionAnswer(school, person);
    session.beginSession(first);
    server.use(
      http.get('*/api/v1/users/summary', ({ request }) =>
        request.headers.get('Authorization') === `Bearer ${first.access_token}`
          ? problem(401, 'unauthenticated')
          : HttpResponse.json({ by_role: [], never_logged_in: 0 }),
      ),
    );
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => client.unwrap(client.client.GET('/users/summary'))),
    );
    expect(answers).toHaveLength(5);
    expect(refreshes.count).toBe(1);
  });

  it('is tried once: a second refusal is the answer', async () => {
    const refreshes = countRefreshes(renewed);
    const { session, client } = await freshModules();
    session.beginSession(sessionAnswer(school, person));
    server.use(http.get('*/api/v1/users/summary', () => problem(401, 'unauthenticated')));
    await expect(client.unwrap(client.client.GET('/users/summary'))).rejects.toMatchObject({
      status: 401,
    });
    expect(refreshes.count).toBe(1);
  });

  it('replays the body of a refused request', async () => {
    countRefreshes(renewed);
    const { session, client } = await freshModules();
    const first = sessionAnswer(school, person);
    session.beginSession(first);
    const bodies: unknown[] = [];
    server.use(
      http.put('*/api/v1/users/me/password', async ({ request }) => {
        bodies.push(await request.json());
        return request.headers.get('Authorization') === `Bearer ${first.access_token}`
          ? problem(401, 'unauthenticated')
          : new HttpResponse(null, { status: 204 });
      }),
    );
    const body = { current_password: 'a', new_password: 'b' };
    await client.unwrap(client.client.PUT('/users/me/password', { body }));
    expect(bodies).toEqual([body, body]);
  });

  it('is done by one tab; the others take its token', async () => {
    localStorage.setItem('homeroom.session', 'yes');
    const refreshes = countRefreshes(renewed);
    const one = await openTab();
    const two = await openTab();
    await Promise.all([one.restoreSession(), two.restoreSession()]);
    expect(refreshes.count).toBe(1);
    expect(two.currentToken()).toBe(one.currentToken());
    const stale = one.currentToken();
    await Promise.all([one.renewSession(stale), two.renewSession(stale)]);
    expect(refreshes.count).toBe(2);
    expect(two.currentToken()).toBe(one.currentToken());
  });
});

describe('ending a session', () => {
  it('ends it in every tab and says why', async () => {
    const one = await openTab();
    const two = await openTab();
    const ends: string[] = [];
    two.onSessionEnd((reason) => ends.push(reason));
    one.beginSession(sessionAnswer(school, person));
    await vi.waitFor(() => expect(two.sessionState().status).toBe('authenticated'));
    one.endSession('left');
    await vi.waitFor(() => expect(two.sessionState().status).toBe('anonymous'));
    expect(ends).toEqual(['left']);
    expect(localStorage.getItem('homeroom.session')).toBeNull();
  });

  it('drops what was cached when somebody else logs in in another tab', async () => {
    const one = await openTab();
    const two = await openTab();
    const ended = vi.fn<(reason: string) => void>();
    one.beginSession(sessionAnswer(school, person));
    await vi.waitFor(() => expect(two.sessionState().status).toBe('authenticated'));
    two.onSessionEnd(ended);
    one.beginSession(sessionAnswer(school, school.users[1]!));
    await vi.waitFor(() => expect(ended).toHaveBeenCalledWith('lost'));
    expect(two.sessionState()).toMatchObject({ user: { id: school.users[1]!.id } });
  });

  it('is noticed by a page that comes back from the cache of the browser', async () => {
    const { session } = await freshModules();
    session.beginSession(sessionAnswer(school, person));
    localStorage.removeItem('homeroom.session');
    session.recheckSession();
    expect(session.sessionState().status).toBe('anonymous');
  });
});
