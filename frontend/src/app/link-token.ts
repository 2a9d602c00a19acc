import { useNavigate, useRouterState } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

/**
 * The token of a link from a mail. It comes in the fragment, which no server sees, and is taken
 * out of the address at once so that it does not stay in the history.
 */
export function useLinkToken(): string | null {
  const hash = useRouterState({ select: (state) => state.location.hash });
  const [token] = useState(() => new URLSearchParams(hash).get('token'));
  const navigate = useNavigate();
  useEffect(() => {
    if (hash !== '') void navigate({ to: '.', hash: '', replace: true });
  }, [hash, navigate]);
  return token;
}
