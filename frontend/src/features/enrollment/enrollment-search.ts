import { enrollmentStatuses } from '~/api/enrollment';
import type { ProgressQuery } from '~/api/schema';
import { openStatuses } from '~/features/enrollment/stages';

/** A single state, or all that are not closed. */
export const statusFilters = ['open', ...enrollmentStatuses] as const;

/** The view of the enrollment page as it stands in the address. */
export interface EnrollmentSearch {
  view?: 'board' | 'list' | undefined;
  q?: string | undefined;
  level?: string | undefined;
  status?: (typeof statusFilters)[number] | undefined;
  year?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function boardFilter(search: EnrollmentSearch): ProgressQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.level === undefined ? {} : { grade_level_id: search.level }),
    ...(search.year === undefined ? {} : { school_year_id: search.year }),
  };
}

export function listQuery(search: EnrollmentSearch): ProgressQuery {
  const status = search.status === 'open' ? openStatuses.join(',') : search.status;
  return {
    ...boardFilter(search),
    ...(status === undefined ? {} : { status }),
    sort: search.sort ?? 'changed_at',
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}
