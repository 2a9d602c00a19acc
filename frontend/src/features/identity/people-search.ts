import { usersQuery } from '~/api/identity';
import type { UsersQuery } from '~/api/schema';
import type { Role } from '~/api/types';

/** The view of the list of people as it stands in the address. */
export interface PeopleSearch {
  q?: string | undefined;
  role?: Role | undefined;
  active?: boolean | undefined;
  without_guardian?: boolean | undefined;
  never_logged_in?: boolean | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function peopleQuery(search: PeopleSearch): UsersQuery {
  const { q, role, active, without_guardian, never_logged_in } = search;
  return {
    ...(q === undefined ? {} : { q }),
    ...(role === undefined ? {} : { role }),
    ...(active === undefined ? {} : { active }),
    ...(without_guardian === true ? { without_guardian } : {}),
    ...(never_logged_in === true ? { never_logged_in } : {}),
    sort: search.sort ?? 'name',
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

/** Only the count of them is wanted. */
export const withoutGuardianQuery = () =>
  usersQuery({ role: 'student', active: true, without_guardian: true, limit: 1 });
