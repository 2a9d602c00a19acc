import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';

import { anonymousClient, unwrap } from '~/api/client';
import { errorText } from '~/api/error-text';
import { SubmissionKeys } from '~/api/idempotency';
import { ApiError, hasCode, isPassing, networkError } from '~/api/problem';
import { problem } from '~/testing/handlers';
import { server } from '~/testing/server';

const address = '*/api/v1/auth/forgot';
const ask = () => unwrap(anonymousClient.POST('/auth/forgot', { body: { email: 'a@b.c' } }));

async function failure(answer: () => Response): Promise<ApiError> {
  server.use(http.post(address, answer));
  const error: unknown = await ask().catch((thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error('expected a problem');
  return error;
}

describe('problems', () => {
  it('keep what the server says', async () => {
    const error = await failure(() =>
      problem(409, 'in_use', { dependents: [{ kind: 'term', count: 3 }] }),
    );
    expect(error.problem.dependents).toEqual([{ kind: 'term', count: 3 }]);
    expect(hasCode(error, 'in_use')).toBe(true);
    expect(errorText(error)).toMatch(/still in use/);
  });

  it('carry the seconds to wait', async () => {
    const error = await failure(() =>
      HttpResponse.json(
        { type: '', title: '', status: 429, code: 'too_many_requests' },
        { status: 429, headers: { 'Retry-After': '7' } },
      ),
    );
    expect(errorText(error)).toMatch(/7 seconds/);
    expect(isPassing(error)).toBe(true);
  });

  it('are made from what a proxy answers instead', async () => {
    const error = await failure(() => new HttpResponse('<html>', { status: 502 }));
    expect(error.status).toBe(502);
    expect(isPassing(error)).toBe(true);
  });

  it('show the words of the server for codes without words here', async () => {
    const error = await failure(() => problem(409, 'odd', { detail: 'The moon is in the way.' }));
    expect(errorText(error)).toBe('The moon is in the way.');
  });

  it.each([
    'edit_window_over',
    'message_deleted',
    'membership_follows',
    'not_a_group',
    'client_message_id_reused',
    'cursor_from_the_future',
    'too_many_files',
  ])('of conversations are told in the language of the reader: %s', (code) => {
    const detail = 'In the words of the server.';
    const error = new ApiError({ type: '', title: '', status: 409, code, detail });
    expect(errorText(error)).not.toBe(detail);
    expect(errorText(error)).not.toMatch(/errors\./);
  });

  it('stand for an absent server too', async () => {
    const error = await failure(() => HttpResponse.error());
    expect(error.code).toBe('network');
  });
});

describe('submission keys', () => {
  const body = { name: 'a' };
  const keep = (keys: string[]) => (key: string) => {
    keys.push(key);
    return Promise.resolve('ok');
  };
  const fail = (error: Error, keys: string[]) => (key: string) => {
    keys.push(key);
    return Promise.reject(error);
  };

  it('repeat while the outcome is unclear and the body is the same', async () => {
    const submission = new SubmissionKeys();
    const keys: string[] = [];
    await submission.submit(body, fail(networkError(), keys)).catch(() => undefined);
    await submission.submit(body, keep(keys));
    expect(keys[0]).toBe(keys[1]);
  });

  it('change with the body, after success and after a clear refusal', async () => {
    const submission = new SubmissionKeys();
    const keys: string[] = [];
    const refused = new ApiError({ type: '', title: '', status: 422, code: 'invalid_fields' });
    await submission.submit(body, fail(networkError(), keys)).catch(() => undefined);
    await submission.submit({ name: 'b' }, fail(refused, keys)).catch(() => undefined);
    await submission.submit({ name: 'b' }, keep(keys));
    await submission.submit({ name: 'b' }, keep(keys));
    expect(new Set(keys).size).toBe(4);
  });
});
