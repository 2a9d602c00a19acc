import type { Query, QueryClient } from '@tanstack/react-query';

import { enrollmentKey } from '~/api/enrollment';
import { type Column, isSame, isWhole, withCard, withMore, without } from '~/api/enrollment-column';
import type { ProgressQuery } from '~/api/schema';
import type { Progress } from '~/api/types';

/** What is known of a move: all of it from our own answer, where it led to from an event. */
export type EnrollmentChange =
  | Progress
  | Pick<Progress, 'student_id' | 'school_year_id' | 'status' | 'version'>;

type Application = Pick<Progress, 'student_id' | 'school_year_id'>;

interface Memory {
  /** The newest version of each application that the cache has been told of. */
  versions: Map<string, number>;
  /** What was heard of applications while our own move of them was under way. */
  waiting: Map<string, EnrollmentChange[]>;
}

const memories = new WeakMap<QueryClient, Memory>();

function memoryOf(queries: QueryClient): Memory {
  const memory = memories.get(queries) ?? { versions: new Map(), waiting: new Map() };
  memories.set(queries, memory);
  return memory;
}

const nameOf = (application: Application) =>
  `${application.student_id} ${application.school_year_id}`;

/**
 * Makes moves and brings the cache up to date with their answer. Events about the same applications
 * wait for it, because it says more than they do; most of them are its own echo.
 */
export async function moveAndApply(
  queries: QueryClient,
  applications: readonly Application[],
  move: () => Promise<Progress[]>,
): Promise<Progress[]> {
  const { waiting } = memoryOf(queries);
  const names = applications.map(nameOf);
  for (const name of names) waiting.set(name, []);
  let moved: Progress[] = [];
  try {
    moved = await move();
    return moved;
  } finally {
    const heard = names.flatMap((name) => waiting.get(name) ?? []);
    for (const name of names) waiting.delete(name);
    void applyEnrollmentChanges(queries, [...moved, ...heard]);
  }
}

/**
 * Brings the cache up to date after moves. A card goes from its column into the next one on the
 * spot; only answers that must look different and cannot be known are asked for again.
 */
export async function applyEnrollmentChanges(
  queries: QueryClient,
  changes: readonly EnrollmentChange[],
): Promise<void> {
  const fresh = changes.filter((change) => isNews(memoryOf(queries), change));
  if (fresh.length === 0) return;
  const unknown = new Set<string>();
  for (const change of fresh) for (const hash of moveCard(queries, change)) unknown.add(hash);
  await queries.invalidateQueries({
    queryKey: enrollmentKey,
    predicate: (query) =>
      query.queryKey[1] === 'column'
        ? unknown.has(query.queryHash)
        : fresh.some((change) => concerns(query, change)),
  });
}

function isNews({ versions, waiting }: Memory, change: EnrollmentChange): boolean {
  const name = nameOf(change);
  const held = waiting.get(name);
  if (held !== undefined) {
    held.push(change);
    return false;
  }
  if ((versions.get(name) ?? 0) >= change.version) return false;
  versions.set(name, change.version);
  return true;
}

/** Moves a card between the cached columns of each board; answers which columns have to be asked for. */
function moveCard(queries: QueryClient, change: EnrollmentChange): string[] {
  const columns = queries
    .getQueryCache()
    .findAll({ queryKey: [...enrollmentKey, 'column'] })
    .filter((query) => isOfYear(query, change));
  const left = new Set<string>();
  for (const query of columns) {
    const column = query.state.data as Column | undefined;
    if (column === undefined || isOlder(column, change)) continue;
    const rest = without(column, change);
    if (rest === column || statusOf(query) === change.status) continue;
    queries.setQueryData(query.queryKey, rest);
    left.add(boardOf(query));
  }
  return columns
    .filter((query) => statusOf(query) === change.status && !enter(queries, query, change, left))
    .map((query) => query.queryHash);
}

/** Puts a card into the column that it moved to, if what is known of it suffices for that. */
function enter(
  queries: QueryClient,
  query: Query,
  change: EnrollmentChange,
  left: ReadonlySet<string>,
): boolean {
  const column = query.state.data as Column | undefined;
  // An answer that is under way may be from before the move, and a board that has not shown the card
  // may be one that leaves it out.
  if (column === undefined || query.state.fetchStatus !== 'idle') return false;
  if (!left.has(boardOf(query))) return false;
  // The longest waiting come first, so whoever moved just now comes last.
  if (!isWhole(column)) queries.setQueryData(query.queryKey, withMore(column));
  else if ('student_name' in change) queries.setQueryData(query.queryKey, withCard(column, change));
  else return false;
  return true;
}

function isOlder(column: Column, change: EnrollmentChange): boolean {
  return column.pages.some((page) =>
    page.items.some((item) => isSame(item, change) && item.version > change.version),
  );
}

const filterOf = (query: Query) => query.queryKey[2] as ProgressQuery;
const statusOf = (query: Query) => filterOf(query).status;

/** What the columns of one board have in common. */
function boardOf(query: Query): string {
  const { q, grade_level_id, school_year_id } = filterOf(query);
  return JSON.stringify([q, grade_level_id, school_year_id]);
}

function isOfYear(query: Query, change: EnrollmentChange): boolean {
  const year = filterOf(query).school_year_id;
  return year === undefined || year === change.school_year_id;
}

/** Whether a cached answer other than a column may look different after the change. */
function concerns(query: Query, change: EnrollmentChange): boolean {
  const [, kind, subject] = query.queryKey;
  if (kind === 'student' || kind === 'family' || kind === 'own')
    return subject === change.student_id;
  if (kind === 'summary') return subject === 'current' || subject === change.school_year_id;
  return kind !== 'list' || isOfYear(query, change);
}
