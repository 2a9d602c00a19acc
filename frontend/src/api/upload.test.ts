import { http, HttpResponse } from 'msw';
import { beforeEach, describe, expect, it } from 'vitest';

import { beginSession } from '~/api/session';
import { upload } from '~/api/upload';
import { refusalText, uploadText } from '~/api/upload-text';
import { base, problem, sessionAnswer } from '~/testing/handlers';
import { makeSchool } from '~/testing/school';
import { server } from '~/testing/server';

const school = makeSchool();
const teacher = school.users.find((user) => user.primary_role === 'teacher')!;
const file = new File(['Fractions are parts of a whole.'], 'fractions.txt', { type: 'text/plain' });
const wanted = { path: '/modules', file, fields: { title: 'Fractions' } };

describe('an upload', () => {
  beforeEach(() => beginSession(sessionAnswer(school, teacher)));

  it('brings its fields before its file, and tells how far it is', async () => {
    let names: string[] = [];
    server.use(
      http.post(`${base}/modules`, async ({ request }) => {
        names = [...(await request.formData()).keys()];
        return HttpResponse.json({ id: 'made' }, { status: 201 });
      }),
    );
    const shares: number[] = [];
    const answer = await upload<{ id: string }>({
      ...wanted,
      onProgress: (share) => shares.push(share),
    });
    expect(answer).toEqual({ id: 'made' });
    expect(names).toEqual(['title', 'file']);
    expect(shares.at(-1)).toBe(1);
  });

  it('is sent again with a new token when its token was refused', async () => {
    const tokens: (string | null)[] = [];
    server.use(
      http.post(`${base}/auth/refresh`, () => HttpResponse.json(sessionAnswer(school, teacher))),
      http.post(`${base}/modules`, ({ request }) => {
        tokens.push(request.headers.get('Authorization'));
        return tokens.length === 1
          ? problem(401, 'unauthenticated')
          : HttpResponse.json({}, { status: 201 });
      }),
    );
    await upload(wanted);
    expect(tokens).toHaveLength(2);
    expect(tokens[1]).not.toBe(tokens[0]);
  });

  it('says in plain words why it was refused', async () => {
    const refusals: [number, string, object, string][] = [
      [413, 'too_large', { most_bytes: 52_428_800 }, 'at most 50 MB'],
      [413, 'quota_exceeded', {}, 'no room left'],
      [422, 'infected_file', {}, 'A virus was found'],
      [503, 'scanner_away', {}, 'Try again later'],
      [
        422,
        'invalid_fields',
        { errors: [{ field: 'file', code: 'name', message: 'This name is not possible.' }] },
        'This name is not possible.',
      ],
    ];
    for (const [status, code, more, text] of refusals) {
      server.use(http.post(`${base}/modules`, () => problem(status, code, more)));
      const error: unknown = await upload(wanted).catch((refusal: unknown) => refusal);
      expect(uploadText(error)).toContain(text);
    }
  });

  it('of an empty file is not even tried', () => {
    expect(refusalText(new File([], 'empty.txt'))).toBe('This file is empty.');
    expect(refusalText(file)).toBeNull();
  });

  it('that loses the connection is a problem of the network', async () => {
    server.use(http.post(`${base}/modules`, () => HttpResponse.error()));
    await expect(upload(wanted)).rejects.toMatchObject({ code: 'network' });
  });

  it('ends when it is cancelled', async () => {
    const controller = new AbortController();
    server.use(
      http.post(`${base}/modules`, () => {
        controller.abort();
        return new Promise<never>(() => undefined);
      }),
    );
    await expect(upload({ ...wanted, signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
    await expect(upload({ ...wanted, signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });
});
