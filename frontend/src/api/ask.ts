import { apiBase } from '~/api/base';
import { authorizedFetch } from '~/api/client';
import { asApiError } from '~/api/problem';

interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  query?: object;
  headers?: Record<string, string>;
  body?: unknown;
  signal?: AbortSignal;
}

/** One request to a route that the generated types do not name. */
export async function ask<Answer>(path: string, question: Question = {}): Promise<Answer> {
  const { method = 'GET', query = {}, headers = {}, body, signal } = question;
  const address = new URL(apiBase + path);
  for (const [key, value] of Object.entries(query) as [
    string,
    string | number | boolean | undefined,
  ][])
    if (value !== undefined) address.searchParams.set(key, String(value));
  const answer = await authorizedFetch(
    new Request(address, {
      method,
      headers: body === undefined ? headers : { ...headers, 'Content-Type': 'application/json' },
      credentials: 'include',
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    }),
  );
  const content: unknown = answer.status === 204 ? null : await answer.json().catch(() => null);
  if (!answer.ok) throw asApiError(answer, content);
  return content as Answer;
}
