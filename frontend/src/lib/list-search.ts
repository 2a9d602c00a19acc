import * as z from 'zod/mini';

import { isDay } from '~/lib/zoned';

const text = () => z.catch(z.optional(z.string()), undefined);
const whole = (minimum: number, maximum: number) =>
  z.catch(z.optional(z.number().check(z.int(), z.gte(minimum), z.lte(maximum))), undefined);

/** The view of a list as it stands in the address; nonsense in it is passed over. */
export const listSearch = {
  q: text(),
  sort: text(),
  limit: whole(1, 100),
  offset: whole(0, 10_000),
};

export const optionalWord = text;

export const optionalFlag = () => z.catch(z.optional(z.boolean()), undefined);

/** A day as the API writes it. */
export const optionalDay = () => z.catch(z.optional(z.string().check(z.refine(isDay))), undefined);

/** A filter changed: the list begins at its first row again. */
export function refiltered<Search extends { offset?: number | undefined }>(
  search: Search,
  change: Partial<Search>,
): Search {
  return { ...search, ...change, offset: undefined };
}

/** Empty text in a filter means that it is not set. */
export function orNothing(value: string): string | undefined {
  return value === '' ? undefined : value;
}
