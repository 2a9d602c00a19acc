import type { Me, Role, User } from '~/api/types';
import { can } from '~/lib/permissions';

export const allRoles = [
  'admin',
  'principal',
  'academic_coordinator',
  'registrar',
  'accounting',
  'guidance',
  'teacher',
  'student',
  'parent',
] as const satisfies readonly Role[];

const familyRoles: readonly Role[] = ['student', 'parent'];

/** The roles that the person may give to others. The server decides again. */
export function grantableRoles(me: Me): readonly Role[] {
  if (can(me, 'manage_accounts')) return allRoles;
  return can(me, 'manage_families') ? familyRoles : [];
}

/** Whether the person may change this account: any, or those of families alone. */
export function mayManage(me: Me, user: User): boolean {
  const grantable = grantableRoles(me);
  return grantable.length > 0 && user.roles.every((role) => grantable.includes(role));
}
