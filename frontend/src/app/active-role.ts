import { useSyncExternalStore } from 'react';

import { sessionState } from '~/api/session';
import { useMe } from '~/api/session-hooks';
import type { Me, Role } from '~/api/types';

/** In which of their roles the person works in this tab; survives a reload of the tab. */
const key = 'homeroom.role';
const listeners = new Set<() => void>();

function stored(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

let chosen = stored();

export function activeRole(me: Me): Role {
  return me.roles.find((role) => role === chosen) ?? me.primary_role;
}

export function enterRole(role: Role): void {
  if (chosen === role) return;
  chosen = role;
  try {
    sessionStorage.setItem(key, role);
  } catch {
    // Without storage the choice lasts until the next reload.
  }
  for (const listener of listeners) listener();
}

export function useActiveRole(): Role {
  const me = useMe();
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => chosen,
  );
  return me.roles.find((role) => role === current) ?? me.primary_role;
}

export function currentMe(): Me | null {
  const state = sessionState();
  return state.status === 'authenticated' ? state.user : null;
}
