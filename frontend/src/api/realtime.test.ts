import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { ApiError } from '~/api/problem';
import { type ConnectionStatus, RealtimeClient, type RealtimeEvent } from '~/api/realtime';
import * as session from '~/api/session';
import { sessionAnswer } from '~/testing/handlers';
import { makeSchool } from '~/testing/school';

const school = makeSchool(Date.now(), 6);

class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  static opened: FakeSocket[] = [];
  readyState = 0;
  sent: string[] = [];
  readonly address: string;
  readonly protocols: string[];

  constructor(address: string, protocols: string[]) {
    super();
    this.address = address;
    this.protocols = protocols;
    FakeSocket.opened.push(this);
  }

  ready() {
    this.readyState = FakeSocket.OPEN;
    this.say({ type: 'ready' });
  }

  say(frame: object | string) {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    this.dispatchEvent(new MessageEvent('message', { data }));
  }

  drop(code: number) {
    this.readyState = 3;
    this.dispatchEvent(Object.assign(new Event('close'), { code }));
  }

  send(text: string) {
    this.sent.push(text);
  }

  close() {
    this.readyState = 3;
  }
}

const last = () => FakeSocket.opened.at(-1)!;

function connect() {
  const statuses: ConnectionStatus[] = [];
  const events: RealtimeEvent[] = [];
  const client = new RealtimeClient(
    (event) => events.push(event),
    (status) => statuses.push(status),
  );
  client.start();
  return { client, statuses, events };
}

let client: RealtimeClient | undefined;

async function live() {
  const connection = connect();
  client = connection.client;
  await vi.advanceTimersByTimeAsync(0);
  last().ready();
  return connection;
}

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.opened = [];
  vi.stubGlobal('WebSocket', FakeSocket);
  session.beginSession(sessionAnswer(school, school.users[0]!));
});

afterEach(() => {
  client?.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
  session.endSession('left');
});

describe('the socket of a tab', () => {
  it('offers the protocol and the token, and never puts the token into the address', async () => {
    const { statuses } = await live();
    const token = session.currentToken() ?? '';
    expect(last().protocols).toEqual(['homeroom.v1', `bearer.${token}`]);
    expect(last().address).toMatch(/^ws:.*\/api\/v1\/realtime$/);
    expect(last().address).not.toContain(token);
    expect(statuses).toEqual(['connecting', 'live']);
  });

  it('hands on the events it knows and passes over everything else', async () => {
    const { events } = await live();
    last().say({ type: 'settings.changed' });
    last().say({ type: 'something.new' });
    last().say('not json');
    last().say('null');
    expect(events).toEqual([{ type: 'settings.changed' }]);
  });

  it('comes back after a loss and then asks for everything again', async () => {
    const { statuses, events } = await live();
    last().drop(1006);
    expect(statuses.at(-1)).toBe('reconnecting');
    await vi.advanceTimersByTimeAsync(500);
    expect(FakeSocket.opened).toHaveLength(2);
    last().ready();
    expect(statuses.at(-1)).toBe('live');
    expect(events).toEqual([{ type: 'resync' }]);
  });

  it('waits longer after each failure, up to half a minute, and never equally long', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(1);
    await live();
    const waits = [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000];
    for (const wait of waits) {
      const before = FakeSocket.opened.length;
      last().drop(1006);
      await vi.advanceTimersByTimeAsync(wait - 1);
      expect(FakeSocket.opened).toHaveLength(before);
      await vi.advanceTimersByTimeAsync(1);
      expect(FakeSocket.opened).toHaveLength(before + 1);
    }
  });

  it('renews the token when the server no longer takes it', async () => {
    const renew = vi.spyOn(session, 'renewSession').mockImplementation(() => {
      session.beginSession(sessionAnswer(school, school.users[0]!));
      return Promise.resolve(true);
    });
    await live();
    const first = session.currentToken();
    last().drop(4401);
    await vi.advanceTimersByTimeAsync(500);
    expect(renew).toHaveBeenCalledWith(first);
    expect(last().protocols[1]).toBe(`bearer.${session.currentToken()}`);
    expect(session.currentToken()).not.toBe(first);
  });

  it('does not come back when the person may not listen', async () => {
    const { statuses } = await live();
    last().drop(4403);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
    expect(statuses.at(-1)).toBe('offline');
  });

  it('sends a renewed token on the same socket', async () => {
    await live();
    session.beginSession(sessionAnswer(school, school.users[0]!));
    expect(last().sent.map((text) => JSON.parse(text) as unknown)).toEqual([
      { type: 'authenticate', id: '1', token: session.currentToken() },
    ]);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  it('has the token renewed a minute before it ends', async () => {
    const renew = vi.spyOn(session, 'renewSession').mockResolvedValue(true);
    await live();
    await vi.advanceTimersByTimeAsync(839_000);
    expect(renew).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2000);
    expect(renew).toHaveBeenCalledOnce();
  });

  it('says that it is offline, and returns at once with the network', async () => {
    const { statuses } = await live();
    globalThis.dispatchEvent(new Event('offline'));
    expect(statuses.at(-1)).toBe('offline');
    last().drop(1006);
    globalThis.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(0);
    expect(FakeSocket.opened).toHaveLength(2);
  });

  it('stays closed once it is stopped', async () => {
    const connection = await live();
    connection.client.stop();
    last().drop(1000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(FakeSocket.opened).toHaveLength(1);
  });

  const sent = () => last().sent.map((text) => JSON.parse(text) as { id: string; type: string });
  const ask = (connection: { client: RealtimeClient }) =>
    connection.client.request({ type: 'message.read', conversation_id: 'c', number: 3 });

  it('gives each question its own answer, in whatever order they come', async () => {
    const connection = await live();
    const [first, second] = [ask(connection), ask(connection)];
    const [one, two] = sent();
    last().say({ type: 'ack', id: two?.id, conversations: { c: 2 } });
    last().say({
      type: 'error',
      id: one?.id,
      problem: { type: '', title: '', status: 404, code: 'not_found' },
    });
    await expect(second).resolves.toMatchObject({ conversations: { c: 2 } });
    await expect(first).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  it('fails as the network does without an answer, and when the socket goes away', async () => {
    const connection = await live();
    const code = (question: Promise<unknown>) =>
      question.catch((error: unknown) => (error as ApiError).code);
    const late = code(ask(connection));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await late).toBe('network');
    const lost = code(ask(connection));
    last().drop(1012);
    expect(await lost).toBe('network');
    await expect(ask(connection)).rejects.toMatchObject({ code: 'network' });
    connection.client.notify({ type: 'typing', conversation_id: 'c' });
    expect(sent().filter(({ type }) => type === 'typing')).toEqual([]);
  });

  it('asks nothing before the server is ready', async () => {
    const connection = connect();
    client = connection.client;
    await vi.advanceTimersByTimeAsync(0);
    await expect(ask(connection)).rejects.toMatchObject({ code: 'network' });
    expect(last().sent).toEqual([]);
  });
});
