import { describe, expect, it } from 'vitest';

import { type SendOptions, UploadQueue } from '~/api/upload-queue';

interface Sent extends SendOptions {
  finish: () => void;
  fail: (reason: string) => void;
}

/** A queue whose sends end when the test says so. */
function queueOf(rules: { atOnce?: number; refuse?: (file: File) => string | null } = {}) {
  const sent = new Map<string, Sent>();
  const queue = new UploadQueue({
    refuse: () => null,
    ...rules,
    explain: (error) => (error as Error).message,
    send: ({ id }, options) =>
      new Promise((resolve, reject) => {
        sent.set(id, { ...options, finish: resolve, fail: (text) => reject(new Error(text)) });
        options.signal.addEventListener('abort', () =>
          reject(new DOMException('cancelled', 'AbortError')),
        );
      }),
  });
  const kinds = () => queue.current().map(({ state }) => state.kind);
  return { queue, sent, kinds };
}

const files = (...names: string[]) =>
  names.map((name) => ({ id: name, file: new File(['x'], name) }));
const settled = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)));

describe('an upload queue', () => {
  it('sends so many at once, and the next when one has arrived', async () => {
    const { queue, sent, kinds } = queueOf({ atOnce: 2 });
    queue.add(files('a', 'b', 'c'));
    expect(kinds()).toEqual(['sending', 'sending', 'waiting']);
    sent.get('a')!.onProgress(0.5);
    expect(queue.current()[0]!.state).toEqual({ kind: 'sending', share: 0.5 });
    sent.get('a')!.finish();
    await settled();
    expect(kinds()).toEqual(['done', 'sending', 'sending']);
  });

  it('lets one fail without the others, and tries it again', async () => {
    const { queue, sent, kinds } = queueOf();
    queue.add(files('a', 'b'));
    sent.get('a')!.fail('no room');
    sent.get('b')!.finish();
    await settled();
    expect(queue.current()[0]!.state).toEqual({ kind: 'failed', reason: 'no room' });
    queue.retry('a');
    expect(kinds()).toEqual(['sending', 'done']);
    sent.get('a')!.finish();
    await settled();
    expect(kinds()).toEqual(['done', 'done']);
  });

  it('stops what is cancelled at once, and goes on with the next', async () => {
    const { queue, sent, kinds } = queueOf({ atOnce: 1 });
    queue.add(files('a', 'b'));
    queue.cancel('a');
    expect(sent.get('a')!.signal.aborted).toBe(true);
    expect(kinds()).toEqual(['cancelled', 'waiting']);
    await settled();
    expect(kinds()).toEqual(['cancelled', 'sending']);
    queue.cancel('b');
    queue.retry('b');
    expect(kinds()).toEqual(['cancelled', 'waiting']);
    await settled();
    expect(kinds()).toEqual(['cancelled', 'sending']);
  });

  it('says that a file is there when it arrived just before it was cancelled', async () => {
    const { queue, sent, kinds } = queueOf();
    queue.add(files('a'));
    sent.get('a')!.finish();
    queue.cancel('a');
    await settled();
    expect(kinds()).toEqual(['done']);
  });

  it('never sends what it refuses', () => {
    const { queue, sent } = queueOf({ refuse: (file) => (file.size > 0 ? 'too large' : null) });
    queue.add(files('a'));
    queue.retry('a');
    expect(queue.current()[0]!.state).toEqual({ kind: 'failed', reason: 'too large' });
    expect(sent.size).toBe(0);
  });

  it('cancels everything when it is left', () => {
    const { queue, sent, kinds } = queueOf({ atOnce: 1 });
    queue.add(files('a', 'b'));
    queue.stop();
    expect(kinds()).toEqual(['cancelled', 'cancelled']);
    expect(sent.get('a')!.signal.aborted).toBe(true);
  });
});
