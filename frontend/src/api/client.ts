import createClient from 'openapi-fetch';

import { apiBase } from '~/api/base';
import { asApiError, networkError } from '~/api/problem';
import type { paths } from '~/api/schema';
import { liveToken, renewSession } from '~/api/session';

/** Sends a request as the person of this session; a refused token is renewed once, then replayed. */
export async function authorizedFetch(request: Request): Promise<Response> {
  const token = await liveToken();
  const spare = request.clone();
  const answer = await send(request, token);
  if (answer.status !== 401 || token === null) return answer;
  const renewed = await renewSession(token);
  return renewed ? send(spare, await liveToken()) : answer;
}

async function send(request: Request, token: string | null): Promise<Response> {
  if (token !== null) request.headers.set('Authorization', `Bearer ${token}`);
  try {
    return await globalThis.fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw networkError();
  }
}

const shared = { baseUrl: apiBase, credentials: 'include' } as const;

/** For everything that needs a session. */
export const client = createClient<paths, 'application/json'>({
  ...shared,
  fetch: authorizedFetch,
});

/** For login, forgotten password and reset, where a 401 is an answer and not an ended session. */
export const anonymousClient = createClient<paths, 'application/json'>({
  ...shared,
  fetch: (request) => send(request, null),
});

interface Outcome<Data> {
  data?: Data;
  error?: unknown;
  response: Response;
}

/** The body of a good answer; any other answer is thrown as an `ApiError`. */
export async function unwrap<Data>(outcome: Promise<Outcome<Data>>): Promise<Data> {
  const { data, error, response } = await outcome;
  if (!response.ok) throw asApiError(response, error);
  return data as Data;
}

/** `If-Match` for the version that the person saw. */
export function ifMatch(record: { version: number }): { 'If-Match': string } {
  return { 'If-Match': `"${record.version}"` };
}

/** Header of the routes that act on the session cookie. */
export const fromBrowser = { 'X-Requested-With': 'homeroom' } as const;
