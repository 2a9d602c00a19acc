import { useSyncExternalStore } from 'react';

import type { ConnectionStatus, RealtimeClient } from '~/api/realtime';

/** The socket of this tab, for whatever asks over it, and how it stands. */
let socket: RealtimeClient | null = null;
let status: ConnectionStatus = 'connecting';
const listeners = new Set<() => void>();

export function setConnection(next: RealtimeClient | null, stands: ConnectionStatus): void {
  socket = next;
  status = stands;
  for (const listener of listeners) listener();
}

export function currentSocket(): RealtimeClient | null {
  return socket;
}

export function connectionStatus(): ConnectionStatus {
  return status;
}

export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useConnectionStatus(): ConnectionStatus {
  return useSyncExternalStore(onConnectionChange, connectionStatus);
}
