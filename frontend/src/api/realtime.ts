import { realtimeAddress } from '~/api/base';
import type {
  ChatFrame,
  SocketAnswer,
  SocketNotice,
  SocketReply,
  SocketRequest,
} from '~/api/chat-types';
import { ApiError, networkError } from '~/api/problem';
import { liveToken, onSessionChange, renewSession, sessionState } from '~/api/session';
import type { EnrollmentStatus, MeetingStatus } from '~/api/types';
import { backoffDelay } from '~/lib/backoff';

export type ConnectionStatus = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** What the server tells open pages: that something changed, and at most what every reader of it may see. */
export type RealtimeEvent =
  | {
      type: 'enrollment.changed';
      student_id: string;
      school_year_id: string;
      status: EnrollmentStatus;
      version: number;
    }
  | { type: 'structure.changed'; kind: 'section'; id: string }
  | { type: 'structure.changed'; kind: 'catalog' }
  | { type: 'accounts.changed' }
  | { type: 'settings.changed' }
  | { type: 'announcement.published'; id?: string }
  | { type: 'event.changed'; id?: string }
  | { type: 'meeting.changed'; id?: string; section_id?: string; status?: MeetingStatus }
  | { type: 'task.published'; id?: string; section_id?: string }
  | { type: 'submission.changed'; id?: string; task_id?: string; student_id?: string }
  | { type: 'submission.returned'; id?: string; task_id?: string; student_id?: string }
  | { type: 'module.published'; id: string; section_id: string }
  | { type: 'notifications.changed' }
  | { type: 'rights.changed' }
  | { type: 'resync' }
  | ChatFrame;

const eventTypes = new Set<string>([
  'enrollment.changed',
  'structure.changed',
  'accounts.changed',
  'settings.changed',
  'announcement.published',
  'event.changed',
  'meeting.changed',
  'task.published',
  'submission.changed',
  'submission.returned',
  'module.published',
  'notifications.changed',
  'rights.changed',
  'resync',
  'message.created',
  'message.changed',
  'message.read',
  'typing',
  'presence.changed',
  'conversation.changed',
  'heads',
] satisfies RealtimeEvent['type'][]);

const closedUnauthenticated = 4401;
const closedForbidden = 4403;
const renewBeforeEnd = 60_000;
const answerMilliseconds = 10_000;

interface Waiting {
  resolve: (answer: SocketAnswer) => void;
  reject: (error: ApiError) => void;
  timer: ReturnType<typeof setTimeout>;
}

/** The one socket of this tab: kept open while there is a session, reopened when it is lost. */
export class RealtimeClient {
  private socket: WebSocket | null = null;
  private socketToken: string | null = null;
  private running = false;
  private attempt = 0;
  private wasLive = false;
  private ready = false;
  private frameNumber = 0;
  private readonly waiting = new Map<string, Waiting>();
  private retryTimer: ReturnType<typeof setTimeout> | undefined;
  private renewTimer: ReturnType<typeof setTimeout> | undefined;
  private stopListening: () => void = () => undefined;
  private readonly onEvent: (event: RealtimeEvent) => void;
  private readonly onStatus: (status: ConnectionStatus) => void;

  constructor(
    onEvent: (event: RealtimeEvent) => void,
    onStatus: (status: ConnectionStatus) => void,
  ) {
    this.onEvent = onEvent;
    this.onStatus = onStatus;
  }

  start(): void {
    if (this.running) return;
    this.running = true;
    this.onStatus('connecting');
    const stopSession = onSessionChange(() => this.followSession());
    const online = () => this.reconnectNow();
    const offline = () => this.onStatus('offline');
    globalThis.addEventListener('online', online);
    globalThis.addEventListener('offline', offline);
    this.stopListening = () => {
      stopSession();
      globalThis.removeEventListener('online', online);
      globalThis.removeEventListener('offline', offline);
    };
    void this.connect();
  }

  stop(): void {
    this.running = false;
    this.stopListening();
    clearTimeout(this.retryTimer);
    clearTimeout(this.renewTimer);
    this.socket?.close(1000);
    this.socket = null;
    this.forsake();
  }

  /** Asks over the socket. Without an answer, and without a socket, it fails as the network does. */
  request(question: SocketRequest): Promise<SocketAnswer> {
    const { socket } = this;
    if (socket === null || !this.hears()) return Promise.reject(networkError());
    this.frameNumber += 1;
    const id = String(this.frameNumber);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.answered(id)?.reject(networkError()), answerMilliseconds);
      this.waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ ...question, id }));
    });
  }

  /** Says something that has no answer; without a socket it is not said. */
  notify(notice: SocketNotice): void {
    if (this.hears()) this.socket?.send(JSON.stringify(notice));
  }

  /** A socket that is closing has not been told so yet. */
  private hears(): boolean {
    return this.ready && this.socket?.readyState === WebSocket.OPEN;
  }

  private answered(id: string): Waiting | undefined {
    const question = this.waiting.get(id);
    clearTimeout(question?.timer);
    this.waiting.delete(id);
    return question;
  }

  private hear(reply: SocketReply): void {
    const question = this.answered(reply.id);
    if (reply.type === 'ack') question?.resolve(reply);
    else question?.reject(new ApiError(reply.problem));
  }

  /** The socket is gone: nothing that was asked will be answered. */
  private forsake(): void {
    this.ready = false;
    for (const id of this.waiting.keys()) this.answered(id)?.reject(networkError());
  }

  private async connect(): Promise<void> {
    const token = await liveToken().catch(() => null);
    if (!this.running || this.socket !== null) return;
    if (token === null) {
      if (sessionState().status === 'authenticated') this.retry();
      return;
    }
    const socket = new WebSocket(realtimeAddress, ['homeroom.v1', `bearer.${token}`]);
    this.socket = socket;
    this.socketToken = token;
    socket.addEventListener('message', (event: MessageEvent<unknown>) => this.receive(event.data));
    socket.addEventListener('close', (event) => {
      if (this.socket === socket) void this.closed(event.code);
    });
    this.planRenewal();
  }

  private receive(data: unknown): void {
    const frame = parseFrame(data);
    if (frame === null) return;
    if (frame.type === 'ready') this.becameLive();
    else if (frame.type === 'ack' || frame.type === 'error') this.hear(frame as SocketReply);
    else if (eventTypes.has(frame.type)) this.onEvent(frame as RealtimeEvent);
  }

  private becameLive(): void {
    this.attempt = 0;
    this.ready = true;
    this.onStatus('live');
    // Whatever happened while the socket was away was told to nobody here.
    if (this.wasLive) this.onEvent({ type: 'resync' });
    this.wasLive = true;
  }

  private async closed(code: number): Promise<void> {
    this.socket = null;
    this.forsake();
    clearTimeout(this.renewTimer);
    if (!this.running) return;
    if (code === closedForbidden) {
      this.onStatus('offline');
      return;
    }
    this.onStatus(navigator.onLine ? 'reconnecting' : 'offline');
    if (code === closedUnauthenticated) {
      const renewed = await renewSession(this.socketToken).catch(() => true);
      if (!renewed) return;
    }
    this.retry();
  }

  private retry(): void {
    clearTimeout(this.retryTimer);
    this.retryTimer = setTimeout(() => void this.connect(), backoffDelay(this.attempt));
    this.attempt += 1;
  }

  private reconnectNow(): void {
    if (this.socket?.readyState === WebSocket.OPEN) {
      this.onStatus('live');
      return;
    }
    this.onStatus('reconnecting');
    this.attempt = 0;
    clearTimeout(this.retryTimer);
    void this.connect();
  }

  /** A renewed token goes to the server on the same socket, so that it is not closed. */
  private followSession(): void {
    const state = sessionState();
    if (state.status !== 'authenticated' || state.token === this.socketToken) return;
    if (this.socket?.readyState !== WebSocket.OPEN) return;
    this.socketToken = state.token;
    this.frameNumber += 1;
    this.socket.send(
      JSON.stringify({ type: 'authenticate', id: String(this.frameNumber), token: state.token }),
    );
    this.planRenewal();
  }

  private planRenewal(): void {
    clearTimeout(this.renewTimer);
    const state = sessionState();
    if (state.status !== 'authenticated') return;
    const token = state.token;
    // A token that lives for less than that is renewed at half its life, not all the time.
    const life = Math.max(0, state.endsAt - Date.now());
    const delay = Math.max(life / 2, life - renewBeforeEnd);
    this.renewTimer = setTimeout(() => {
      renewSession(token).catch(() => undefined);
    }, delay);
  }
}

function parseFrame(data: unknown): { type: string } | null {
  if (typeof data !== 'string') return null;
  try {
    const frame: unknown = JSON.parse(data);
    if (typeof frame !== 'object' || frame === null || !('type' in frame)) return null;
    return typeof frame.type === 'string' ? (frame as { type: string }) : null;
  } catch {
    return null;
  }
}
