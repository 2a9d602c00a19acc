import { apiBase } from '~/api/base';
import { asApiError, hasStatus, networkError } from '~/api/problem';
import type { Me, SessionAnswer } from '~/api/types';
import { recall, remember } from '~/lib/storage';

/**
 * The session of this tab. The access token lives here, in memory, and nowhere else. Tabs share
 * one refresh cookie, so they take turns: a lock lets one of them refresh, and the others take
 * the token that it hands round.
 */
export type SessionState =
  | { status: 'unknown' }
  | { status: 'anonymous' }
  | { status: 'authenticated'; token: string; endsAt: number; freshUntil: number; user: Me };

/** `left`: the person logged out. `lost`: the session ended without their doing. */
export type SessionEnd = 'left' | 'lost';

type TabMessage =
  | { kind: 'renewed'; answer: SessionAnswer; endsAt: number }
  | { kind: 'ended'; reason: SessionEnd };

const markKey = 'homeroom.session';
const lockName = 'homeroom.refresh';
const earlyMilliseconds = 20_000;
const handRoundMilliseconds = 40;
const browserHeaders = { 'X-Requested-With': 'homeroom' };

let state: SessionState = { status: 'unknown' };
let running: Promise<boolean> | null = null;
let restoring: Promise<void> | null = null;
const listeners = new Set<() => void>();
const endListeners = new Set<(reason: SessionEnd) => void>();
const channel = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel(markKey);

channel?.addEventListener('message', (event: MessageEvent<TabMessage>) => {
  if (event.data.kind === 'ended') forget(event.data.reason);
  else adopt(event.data.answer, event.data.endsAt);
});

export function sessionState(): SessionState {
  return state;
}

export function onSessionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Called when the session ends, here or in another tab, so that cached answers can be dropped. */
export function onSessionEnd(listener: (reason: SessionEnd) => void): () => void {
  endListeners.add(listener);
  return () => endListeners.delete(listener);
}

function change(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function adopt(answer: SessionAnswer, endsAt: number): void {
  if (state.status === 'authenticated') {
    if (state.user.id !== answer.user.id) announceEnd('lost');
    else if (state.endsAt > endsAt) return;
  }
  const life = answer.expires_in * 1000;
  change({
    status: 'authenticated',
    token: answer.access_token,
    endsAt,
    freshUntil: endsAt - Math.min(earlyMilliseconds, life / 4),
    user: answer.user,
  });
}

function announceEnd(reason: SessionEnd): void {
  for (const listener of endListeners) listener(reason);
}

function forget(reason: SessionEnd): void {
  const wasIn = state.status === 'authenticated';
  change({ status: 'anonymous' });
  if (wasIn) announceEnd(reason);
}

/** Begins a session from the answer of login or refresh, and tells the other tabs. */
export function beginSession(answer: SessionAnswer): void {
  const endsAt = Date.now() + answer.expires_in * 1000;
  remember(markKey, 'yes');
  adopt(answer, endsAt);
  channel?.postMessage({ kind: 'renewed', answer, endsAt } satisfies TabMessage);
}

/** Ends the session on every tab of this browser. */
export function endSession(reason: SessionEnd): void {
  remember(markKey, null);
  forget(reason);
  channel?.postMessage({ kind: 'ended', reason } satisfies TabMessage);
}

/** The person's facts changed on the server (profile, rights): keep the token, take the facts. */
export function updateUser(user: Me): void {
  if (state.status === 'authenticated' && state.user.id === user.id) change({ ...state, user });
}

export function currentToken(): string | null {
  return state.status === 'authenticated' ? state.token : null;
}

/** A token with some life left in it, renewed first when it is about to end. */
export async function liveToken(): Promise<string | null> {
  if (state.status === 'authenticated' && Date.now() < state.freshUntil) return state.token;
  if (state.status === 'anonymous') return null;
  await renewSession(currentToken());
  return currentToken();
}

/**
 * Restores the session after a reload. Without the mark that a session was begun in this browser
 * nothing is asked, so the login page costs no refused request.
 */
export function restoreSession(): Promise<void> {
  restoring ??= restore().finally(() => {
    restoring = null;
  });
  return restoring;
}

async function restore(): Promise<void> {
  if (state.status !== 'unknown') return;
  if (recall(markKey) === null) change({ status: 'anonymous' });
  else await renewSession(null);
}

/** A page that comes back from the browser's cache must not show a session that ended meanwhile. */
export function recheckSession(): void {
  if (state.status === 'authenticated' && recall(markKey) === null) forget('left');
}

/**
 * Renews the token unless somebody already replaced `stale`. However many callers and tabs ask,
 * one request goes out. Resolves to whether there is a session afterwards.
 */
export function renewSession(stale: string | null): Promise<boolean> {
  running ??= inTurn(stale).finally(() => {
    running = null;
  });
  return running;
}

async function inTurn(stale: string | null): Promise<boolean> {
  const locks = navigator.locks as LockManager | undefined;
  if (locks === undefined) return refreshOnce(stale);
  const outcome = await locks.request(lockName, { ifAvailable: true }, (lock) =>
    lock === null ? 'taken' : refreshOnce(stale),
  );
  if (outcome !== 'taken') return outcome;
  // Another tab is at it. When its turn is over, its token is on the way here.
  return locks.request(lockName, async () => {
    await new Promise((resolve) => {
      setTimeout(resolve, handRoundMilliseconds);
    });
    return refreshOnce(stale);
  });
}

async function refreshOnce(stale: string | null): Promise<boolean> {
  if (state.status === 'anonymous') return false;
  const token = currentToken();
  if (token !== null && token !== stale) return true;
  let response: Response;
  try {
    response = await fetch(`${apiBase}/auth/refresh`, {
      method: 'POST',
      credentials: 'include',
      headers: { ...browserHeaders, 'Content-Type': 'application/json' },
      body: '{}',
    });
  } catch {
    throw networkError();
  }
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) {
    beginSession(body as SessionAnswer);
    return true;
  }
  const error = asApiError(response, body);
  if (!hasStatus(error, 400, 401, 403)) throw error;
  endSession('lost');
  return false;
}
