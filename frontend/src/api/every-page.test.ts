import { describe, expect, it, vi } from 'vitest';

import { everyPage } from '~/api/every-page';

function listOf(count: number) {
  const all = Array.from({ length: count }, (_, number) => number);
  return vi.fn<Parameters<typeof everyPage<number>>[0]>(({ limit, offset }) =>
    Promise.resolve({ items: all.slice(offset, offset + limit), total: count, limit, offset }),
  );
}

describe('a whole list', () => {
  it.each([
    [0, 1],
    [100, 1],
    [101, 2],
    [250, 3],
  ])('of %i records takes %i requests', async (count, requests) => {
    const ask = listOf(count);
    expect(await everyPage(ask)).toEqual(Array.from({ length: count }, (_, number) => number));
    expect(ask).toHaveBeenCalledTimes(requests);
  });
});
