import { redirect } from '@tanstack/react-router';

import type { Permission, Role } from '~/api/types';
import { currentMe, enterRole } from '~/app/active-role';
import { mayOpen, pageNamed, type PageName } from '~/app/navigation';
import { can } from '~/lib/permissions';

/** The person is logged in, but this page is not theirs. */
export class ForbiddenError extends Error {
  constructor() {
    super('forbidden');
    this.name = 'ForbiddenError';
  }
}

/** Where to return after the login; only a place of our own. */
export function safeReturn(address: string | undefined): string | undefined {
  return address !== undefined && /^\/(?![/\\])/.test(address) ? address : undefined;
}

export function requireSession(here: string): void {
  if (currentMe() !== null) return;
  // oxlint-disable-next-line typescript/only-throw-error -- the router's way to redirect
  throw redirect({ to: '/login', search: here === '/' ? {} : { redirect: here }, replace: true });
}

export function requirePage(name: PageName): void {
  const me = currentMe();
  if (me !== null && !mayOpen(me, pageNamed(name))) throw new ForbiddenError();
}

/** For pages that no list of pages leads to, such as the form behind a button. */
export function requirePermission(...anyOf: readonly Permission[]): void {
  const me = currentMe();
  if (me !== null && !can(me, ...anyOf)) throw new ForbiddenError();
}

/** A role's home opens only to those who hold the role, and makes it the active one. */
export function requireRole(role: Role): void {
  const me = currentMe();
  if (me === null) return;
  if (!me.roles.includes(role)) throw new ForbiddenError();
  enterRole(role);
}
