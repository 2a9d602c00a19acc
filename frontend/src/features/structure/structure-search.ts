import type { SectionsQuery } from '~/api/schema';
import { sectionsQuery } from '~/api/structure';

/** The views of the lists of this area as they stand in the address. */
export interface SectionsSearch {
  q?: string | undefined;
  level?: string | undefined;
  year?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export interface SubjectsSearch {
  q?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function sectionsListQuery(search: SectionsSearch): SectionsQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.level === undefined ? {} : { grade_level_id: search.level }),
    ...(search.year === undefined ? {} : { school_year_id: search.year }),
    sort: search.sort ?? 'grade_level,name',
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

export function subjectsListQuery(search: SubjectsSearch) {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    sort: search.sort ?? 'code',
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

/** The sections that the person may see, of the current school year. */
export const visibleSections = () => sectionsQuery({ sort: 'grade_level,name', limit: 100 });

/** The sections of the current year in which the person teaches, which they advise, or have a child in. */
export const ownSectionsQuery = () =>
  sectionsQuery({ mine: true, sort: 'grade_level,name', limit: 100 });
