import type { Audience as Told, Role } from '~/api/types';

/** Every role that may be addressed, those of families and teachers first. */
export const audienceRoles = [
  'student',
  'parent',
  'teacher',
  'academic_coordinator',
  'principal',
  'registrar',
  'accounting',
  'guidance',
  'admin',
] as const satisfies readonly Role[];

/** An audience with all of its parts, as a form holds it. */
export interface Audience {
  everyone: boolean;
  roles: Role[];
  section_ids: string[];
}

export const everyone: Audience = { everyone: true, roles: [], section_ids: [] };

/** The audience as the server tells it, with its roles in the order in which they are shown. */
export function wholeAudience(audience: Told): Audience {
  return { ...audience, roles: audienceRoles.filter((role) => audience.roles.includes(role)) };
}

export function isNobody(audience: Audience): boolean {
  return !audience.everyone && audience.roles.length === 0 && audience.section_ids.length === 0;
}

/** The audience as it is sent: with everyone, nobody else needs to be named. */
export function tidyAudience(audience: Audience): Audience {
  return audience.everyone ? everyone : audience;
}
