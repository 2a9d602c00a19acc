import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { presenceBoard, watchAttention } from '~/api/presence';

const minutes = (count: number) => vi.advanceTimersByTimeAsync(count * 60_000);
const look = (state: DocumentVisibilityState) => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  document.dispatchEvent(new Event('visibilitychange'));
};

describe('who is there', () => {
  const online = { user_id: 'a', status: 'online', last_seen_at: null } as const;

  it('is known only of those who are shown', () => {
    const leave = presenceBoard.watch('a');
    presenceBoard.set([online, { ...online, user_id: 'b' }]);
    expect(presenceBoard.of('a')?.status).toBe('online');
    expect(presenceBoard.of('b')).toBeUndefined();
    leave();
    expect(presenceBoard.of('a')).toBeUndefined();
  });

  it('is watched as long as one part of the page shows them', () => {
    const watched: string[][] = [];
    const stop = presenceBoard.onWatched(() => watched.push(presenceBoard.watched()));
    const [one, two] = [presenceBoard.watch('a'), presenceBoard.watch('a')];
    one();
    expect(presenceBoard.watched()).toEqual(['a']);
    two();
    expect(presenceBoard.watched()).toEqual([]);
    stop();
    expect(watched.at(-1)).toEqual([]);
  });

  it('is not claimed while nobody can say', () => {
    const leave = presenceBoard.watch('a');
    presenceBoard.set([online]);
    presenceBoard.forget();
    expect(presenceBoard.of('a')).toBeUndefined();
    expect(presenceBoard.watched()).toEqual(['a']);
    leave();
  });
});

describe('the attention of the person', () => {
  const said: string[] = [];
  let attention: ReturnType<typeof watchAttention>;

  beforeEach(() => {
    vi.useFakeTimers();
    said.length = 0;
    attention = watchAttention((status) => said.push(status));
  });
  afterEach(() => {
    attention.stop();
    vi.useRealTimers();
  });

  it('is away after ten minutes without input, and back with the first', async () => {
    await minutes(9);
    globalThis.dispatchEvent(new Event('keydown'));
    await minutes(9);
    expect(said).toEqual([]);
    await minutes(1);
    expect(said).toEqual(['away']);
    globalThis.dispatchEvent(new Event('pointermove'));
    expect(said).toEqual(['away', 'online']);
  });

  it('is away after five minutes in another tab, and back on return', async () => {
    look('hidden');
    await minutes(4);
    expect(said).toEqual([]);
    await minutes(1);
    expect(said).toEqual(['away']);
    look('visible');
    expect(said).toEqual(['away', 'online']);
    expect(attention.status()).toBe('online');
  });
});
