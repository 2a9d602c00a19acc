import { useQueryClient } from '@tanstack/react-query';
import { createContext, type ReactNode, use, useEffect, useState } from 'react';

import { type ConnectionStatus, RealtimeClient } from '~/api/realtime';
import { EventEffects } from '~/api/realtime-effects';

const ConnectionContext = createContext<ConnectionStatus>('connecting');

const graceMilliseconds = 5_000;
const pollMilliseconds = 15_000;

/** Keeps the tab's socket, and asks again for what is on screen while the socket is away. */
export function RealtimeProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const [status, setStatus] = useState<ConnectionStatus>('connecting');

  useEffect(() => {
    const effects = new EventEffects(queries);
    const client = new RealtimeClient((event) => effects.receive(event), setStatus);
    client.start();
    return () => {
      client.stop();
      effects.stop();
    };
  }, [queries]);

  useEffect(() => {
    if (status === 'live') return undefined;
    let poll: ReturnType<typeof setInterval> | undefined;
    const grace = setTimeout(() => {
      poll = setInterval(
        () => void queries.invalidateQueries({ type: 'active' }),
        pollMilliseconds,
      );
    }, graceMilliseconds);
    return () => {
      clearTimeout(grace);
      clearInterval(poll);
    };
  }, [queries, status]);

  return <ConnectionContext value={status}>{children}</ConnectionContext>;
}

export function useConnectionStatus(): ConnectionStatus {
  return use(ConnectionContext);
}
