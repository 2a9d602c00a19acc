import { expect, it, vi } from 'vitest';

import { oneAtATime } from '~/lib/one-at-a-time';

it('makes one round, and one more for all that asked meanwhile', async () => {
  const ends: (() => void)[] = [];
  const act = vi.fn<() => Promise<void>>(() => new Promise<void>((resolve) => ends.push(resolve)));
  const ask = oneAtATime(act, 10);
  const rounds = [ask(), ask(), ask()];
  expect(act).toHaveBeenCalledTimes(1);
  ends[0]?.();
  await vi.waitFor(() => expect(act).toHaveBeenCalledTimes(2));
  ends[1]?.();
  await Promise.all(rounds);
  expect(act).toHaveBeenCalledTimes(2);
});

it('pauses before the second round', async () => {
  vi.useFakeTimers();
  try {
    const act = vi.fn<() => Promise<void>>(() => Promise.resolve());
    const ask = oneAtATime(act, 500);
    const rounds = [ask(), ask()];
    await vi.advanceTimersByTimeAsync(499);
    expect(act).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(1);
    await Promise.all(rounds);
    expect(act).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

it('goes on after a round that failed', async () => {
  const act = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('away')));
  const ask = oneAtATime(act, 10);
  await ask();
  await ask();
  expect(act).toHaveBeenCalledTimes(2);
});
