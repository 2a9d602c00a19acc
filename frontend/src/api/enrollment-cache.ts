import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';

import { enrollmentKey } from '~/api/enrollment';
import type { ProgressQuery } from '~/api/schema';
import { structureKey } from '~/api/structure';
import type { EnrollmentStatus, Page, Progress } from '~/api/types';

/** What is known of a move: from our own answer, or from an event, which may say less. */
export interface EnrollmentChange {
  student_id: string;
  school_year_id: string;
  status?: EnrollmentStatus;
  version?: number;
}

type Column = InfiniteData<Page<Progress>>;

/** The newest version of each application that the cache has been told of. */
const heardOf = new WeakMap<QueryClient, Map<string, number>>();

/**
 * Brings the cache up to date after moves. An application leaves its old column at once; only
 * answers that must look different now are asked for again, and the echo of an own move costs
 * nothing.
 */
export async function applyEnrollmentChanges(
  queries: QueryClient,
  changes: readonly EnrollmentChange[],
): Promise<void> {
  const fresh = changes.filter((change) => isNews(queries, change));
  if (fresh.length === 0) return;
  for (const change of fresh) takeOutOfColumns(queries, change);
  const places = fresh.some(({ status }) => status === undefined || status === 'enrolled');
  await Promise.all([
    queries.invalidateQueries({
      queryKey: enrollmentKey,
      predicate: (query) => fresh.some((change) => concerns(query, change)),
    }),
    places ? queries.invalidateQueries({ queryKey: structureKey }) : undefined,
  ]);
}

function isNews(queries: QueryClient, change: EnrollmentChange): boolean {
  if (change.version === undefined) return true;
  const versions = heardOf.get(queries) ?? new Map<string, number>();
  heardOf.set(queries, versions);
  const application = `${change.student_id} ${change.school_year_id}`;
  if ((versions.get(application) ?? 0) >= change.version) return false;
  versions.set(application, change.version);
  return true;
}

function takeOutOfColumns(queries: QueryClient, change: EnrollmentChange): void {
  if (change.status === undefined) return;
  const columns = queries.getQueriesData<Column>({ queryKey: [...enrollmentKey, 'column'] });
  for (const [key, column] of columns) {
    const { status } = key[2] as ProgressQuery;
    if (column === undefined || status === change.status) continue;
    if (holds(column, change)) queries.setQueryData<Column>(key, without(column, change));
  }
}

function isSame(item: Progress, change: EnrollmentChange): boolean {
  return item.student_id === change.student_id && item.school_year_id === change.school_year_id;
}

function holds(column: Column, change: EnrollmentChange): boolean {
  return column.pages.some((page) => page.items.some((item) => isSame(item, change)));
}

function without(column: Column, change: EnrollmentChange): Column {
  return {
    ...column,
    pages: column.pages.map((page) => ({
      ...page,
      total: page.total - 1,
      items: page.items.filter((item) => !isSame(item, change)),
    })),
  };
}

/** Whether a cached answer may look different after the change. */
function concerns(query: Query, change: EnrollmentChange): boolean {
  const [, kind, subject] = query.queryKey;
  if (kind === 'student' || kind === 'family') return subject === change.student_id;
  if (kind === 'column' && change.status !== undefined)
    return (subject as ProgressQuery).status === change.status;
  return true;
}
