import { useCan, useMe } from '~/api/session-hooks';
import type { Module } from '~/api/types';

/** Whether a module is news to the person: that is for those who learn, and for their parents. */
export function useIsNews(): (module: Module) => boolean {
  const { roles } = useMe();
  const teaches = useCan('manage_modules');
  const learns = !teaches && roles.some((role) => role === 'student' || role === 'parent');
  return ({ opened }) => learns && !opened;
}
