import { useSyncExternalStore } from 'react';

import { onSessionChange, sessionState } from '~/api/session';
import type { Me, Permission } from '~/api/types';
import { can } from '~/lib/permissions';

export function useSessionState() {
  return useSyncExternalStore(onSessionChange, sessionState);
}

/** The person of this session, or null while there is none. */
export function useMaybeMe(): Me | null {
  const state = useSessionState();
  return state.status === 'authenticated' ? state.user : null;
}

/** For pages behind the login: there the session has a person. */
export function useMe(): Me {
  const me = useMaybeMe();
  if (me === null) throw new Error('a page that needs a session was shown without one');
  return me;
}

export function useCan(...anyOf: readonly Permission[]): boolean {
  return can(useMaybeMe(), ...anyOf);
}
