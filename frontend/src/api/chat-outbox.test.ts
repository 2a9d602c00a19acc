import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { Outbox } from '~/api/chat-outbox';
import type { Message, NewMessage } from '~/api/chat-types';
import { ApiError, networkError } from '~/api/problem';

const words = (body: string, conversationId = 'c1') => ({
  conversationId,
  body,
  mentions: [],
  files: [],
});

/** A server that remembers what it was sent, and is away while it is told so. */
function makeServer() {
  const stored: { conversationId: string; message: NewMessage }[] = [];
  const tries: string[] = [];
  let fault: (message: NewMessage) => Error | null = () => null;
  return {
    stored,
    tries,
    bodies: () => stored.map(({ message }) => message.body),
    fail: (how: typeof fault) => {
      fault = how;
    },
    deliver: (conversationId: string, message: NewMessage): Promise<Message> => {
      tries.push(message.client_message_id);
      const error = fault(message);
      if (error !== null) return Promise.reject(error);
      const known = stored.some(
        (each) => each.message.client_message_id === message.client_message_id,
      );
      if (!known) stored.push({ conversationId, message });
      return Promise.resolve({ ...message, number: stored.length } as unknown as Message);
    },
  };
}

let server = makeServer();
let delivered: Message[] = [];
const open = () =>
  new Outbox('me', {
    deliver: server.deliver,
    onDelivered: (message) => delivered.push(message),
  });
const rest = () => vi.advanceTimersByTimeAsync(60_000);
const refusal = (status: number, code: string) =>
  new ApiError({ type: '', title: '', status, code, detail: 'No.' });

beforeEach(() => {
  vi.useFakeTimers();
  server = makeServer();
  delivered = [];
});
afterEach(() => {
  vi.useRealTimers();
});

describe('the outbox', () => {
  it('shows what was written at once, and lets it go when the server has it', async () => {
    const outbox = open();
    outbox.add(words('Good morning'));
    expect(outbox.of('c1')).toMatchObject([{ body: 'Good morning', state: 'waits' }]);
    await rest();
    expect(outbox.of('c1')).toEqual([]);
    expect(delivered).toHaveLength(1);
    expect(sessionStorage).toHaveLength(0);
  });

  it('keeps the order of a conversation, and lets none wait for another conversation', async () => {
    server.fail(({ body }) => (body?.startsWith('slow') === true ? networkError() : null));
    const outbox = open();
    for (const body of ['slow 1', 'second', 'third']) outbox.add(words(body));
    outbox.add(words('elsewhere', 'c2'));
    await rest();
    expect(server.bodies()).toEqual(['elsewhere']);
    server.fail(() => null);
    await rest();
    expect(server.bodies()).toEqual(['elsewhere', 'slow 1', 'second', 'third']);
  });

  it('sends the same message under the same name until it has arrived', async () => {
    server.fail(() => networkError());
    const outbox = open();
    outbox.add(words('On the bus'));
    await rest();
    server.fail(() => null);
    outbox.hurry();
    await rest();
    expect(new Set(server.tries)).toHaveProperty('size', 1);
    expect(server.tries.length).toBeGreaterThan(2);
    expect(server.bodies()).toEqual(['On the bus']);
  });

  it('is not sent twice by an answer that was lost', async () => {
    const { deliver } = server;
    let lost = true;
    const outbox = new Outbox('me', {
      deliver: async (id, message) => {
        const answer = await deliver(id, message);
        if (lost) {
          lost = false;
          throw networkError();
        }
        return answer;
      },
      onDelivered: (message) => delivered.push(message),
    });
    outbox.add(words('Once'));
    await rest();
    expect(server.bodies()).toEqual(['Once']);
    expect(delivered).toHaveLength(1);
  });

  it('survives a reload of the tab with its names and its order', async () => {
    server.fail(() => networkError());
    const before = open();
    before.add(words('first'));
    before.add(words('second'));
    await vi.advanceTimersByTimeAsync(0);
    before.stop();
    const names = before.of('c1').map(({ clientMessageId }) => clientMessageId);
    server.fail(() => null);
    const after = open();
    expect(after.of('c1').map(({ clientMessageId }) => clientMessageId)).toEqual(names);
    after.hurry();
    await rest();
    expect(server.stored.map(({ message }) => message.client_message_id)).toEqual(names);
    expect(server.bodies()).toEqual(['first', 'second']);
  });

  it('says why the server does not want a message, and lets the next one go', async () => {
    server.fail(({ body }) => (body === 'bad' ? refusal(422, 'invalid_fields') : null));
    const outbox = open();
    outbox.add(words('bad'));
    outbox.add(words('good'));
    await rest();
    expect(outbox.of('c1')).toMatchObject([{ body: 'bad', state: 'failed', reason: 'No.' }]);
    expect(server.bodies()).toEqual(['good']);
  });

  it('tries a refused message again under its name, or throws it away', async () => {
    server.fail(() => refusal(403, 'forbidden'));
    const outbox = open();
    outbox.add(words('again'));
    outbox.add(words('never mind'));
    await rest();
    const [again, never] = outbox.of('c1');
    expect(again?.status).toBe(403);
    server.fail(() => null);
    outbox.retry(again!.clientMessageId);
    outbox.discard(never!.clientMessageId);
    await rest();
    expect(server.stored.map(({ message }) => message.client_message_id)).toEqual([
      again!.clientMessageId,
    ]);
    expect(outbox.of('c1')).toEqual([]);
  });

  it('passes over what it cannot read', () => {
    sessionStorage.setItem('homeroom.outbox.me', '{"no":"list"}');
    expect(open().of('c1')).toEqual([]);
    sessionStorage.setItem('homeroom.outbox.me', 'broken');
    expect(open().of('c1')).toEqual([]);
  });
});
