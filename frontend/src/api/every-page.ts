import type { Page } from '~/api/types';

/** The largest part of a list that the server gives at once. */
const largest = 100;

/** A whole list: one request for the first hundred records, and one for each hundred after them. */
export async function everyPage<Item>(
  ask: (part: { limit: number; offset: number }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const first = await ask({ limit: largest, offset: 0 });
  const missing = Math.max(0, Math.ceil(first.total / largest) - 1);
  const rest = await Promise.all(
    Array.from({ length: missing }, (_, page) =>
      ask({ limit: largest, offset: (page + 1) * largest }),
    ),
  );
  return [first, ...rest].flatMap((page) => page.items);
}
