import { modulesQuery, sectionModulesQuery } from '~/api/modules';
import type { ModulesQuery } from '~/api/schema';
import { sectionsQuery } from '~/api/structure';

export const moduleSorts = ['-uploaded_at', 'title'] as const;

/** The view of the modules as it stands in the address. */
export interface ModulesSearch {
  q?: string | undefined;
  section?: string | undefined;
  child?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

/** In the order that the teacher gave them in one section; elsewhere the newest first. */
export function moduleListFilter(search: ModulesSearch, sectionId: string | undefined) {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    sort:
      moduleSorts.find((sort) => sort === search.sort) ??
      (sectionId === undefined ? '-uploaded_at' : 'position'),
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  } satisfies ModulesQuery;
}

export function moduleListQuery(search: ModulesSearch, sectionId: string | undefined) {
  const filter = moduleListFilter(search, sectionId);
  return sectionId === undefined ? modulesQuery(filter) : sectionModulesQuery(sectionId, filter);
}

/** The sections of the current year, for choosing: all, or those that the person belongs to. */
export const moduleSectionsQuery = (own: boolean) =>
  sectionsQuery({ ...(own ? { mine: true } : {}), sort: 'grade_level,name', limit: 100 });
