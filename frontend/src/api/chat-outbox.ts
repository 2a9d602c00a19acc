import type { Message, NewMessage } from '~/api/chat-types';
import { errorText } from '~/api/error-text';
import { hasStatus, isPassing } from '~/api/problem';
import type { StoredFile } from '~/api/types';
import { backoffDelay } from '~/lib/backoff';
import { recallInTab, rememberInTab } from '~/lib/storage';

export interface OutgoingMessage {
  conversationId: string;
  clientMessageId: string;
  body: string;
  mentions: string[];
  files: StoredFile[];
  /** When it was written, by this device. */
  writtenAt: string;
  /** `waits`: it goes out by itself. `failed`: the server does not want it, and says why. */
  state: 'waits' | 'failed';
  reason: string | null;
  /** The status of the refusal. */
  status: number | null;
}

type Deliver = (conversationId: string, message: NewMessage) => Promise<Message>;

interface OutboxRules {
  deliver: Deliver;
  /** The server has it: it stands in the conversation before it leaves here. */
  onDelivered: (message: Message) => void;
}

export const outboxPrefix = 'homeroom.outbox.';
const none: readonly OutgoingMessage[] = [];

/**
 * What was written and has not arrived. It survives a reload of this tab and keeps its name, so that
 * however often it is sent it stands in the conversation once. Each conversation keeps its order.
 */
export class Outbox {
  private items: readonly OutgoingMessage[];
  private byConversation: ReadonlyMap<string, readonly OutgoingMessage[]> = new Map();
  private readonly sending = new Set<string>();
  private readonly failures = new Map<string, number>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private readonly rules: OutboxRules;

  constructor(userId: string, rules: OutboxRules) {
    this.key = outboxPrefix + userId;
    this.rules = rules;
    this.items = kept(this.key);
    this.group();
  }

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  of(conversationId: string): readonly OutgoingMessage[] {
    return this.byConversation.get(conversationId) ?? none;
  }

  add(written: Pick<OutgoingMessage, 'conversationId' | 'body' | 'mentions' | 'files'>): void {
    const item: OutgoingMessage = {
      ...written,
      clientMessageId: crypto.randomUUID(),
      writtenAt: new Date().toISOString(),
      state: 'waits',
      reason: null,
      status: null,
    };
    this.change([...this.items, item]);
    void this.send(item.conversationId);
  }

  retry(clientMessageId: string): void {
    const item = this.items.find((each) => each.clientMessageId === clientMessageId);
    if (item?.state !== 'failed') return;
    this.set(clientMessageId, { state: 'waits', reason: null, status: null });
    void this.send(item.conversationId);
  }

  discard(clientMessageId: string): void {
    this.change(this.items.filter((each) => each.clientMessageId !== clientMessageId));
  }

  /** Tries at once whatever waits: the connection is back. */
  hurry(): void {
    for (const id of this.byConversation.keys()) {
      this.failures.delete(id);
      void this.send(id);
    }
  }

  /** Nothing goes out any more; what waits stays kept. */
  stop(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.timers.clear();
  }

  private async send(conversationId: string): Promise<void> {
    clearTimeout(this.timers.get(conversationId));
    if (this.sending.has(conversationId)) return;
    this.sending.add(conversationId);
    let more = true;
    while (more) {
      const next = this.of(conversationId).find(({ state }) => state === 'waits');
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other keeps their order
      more = next !== undefined && (await this.attempt(next));
    }
    this.sending.delete(conversationId);
  }

  /** Whether the next one may go out: this one arrived, or is given up. */
  private async attempt(item: OutgoingMessage): Promise<boolean> {
    const { conversationId, clientMessageId } = item;
    try {
      const message = await this.rules.deliver(conversationId, wordsOf(item));
      this.failures.delete(conversationId);
      this.rules.onDelivered(message);
      this.discard(clientMessageId);
      return true;
    } catch (error) {
      if (isPassing(error) || hasStatus(error, 401)) {
        this.later(conversationId);
        return false;
      }
      const status = hasStatus(error, 403, 404) ? error.status : null;
      this.set(clientMessageId, { state: 'failed', reason: errorText(error), status });
      return true;
    }
  }

  private later(conversationId: string): void {
    const failures = this.failures.get(conversationId) ?? 0;
    this.failures.set(conversationId, failures + 1);
    this.timers.set(
      conversationId,
      setTimeout(() => void this.send(conversationId), 500 + backoffDelay(failures)),
    );
  }

  private set(clientMessageId: string, part: Partial<OutgoingMessage>): void {
    this.change(
      this.items.map((each) =>
        each.clientMessageId === clientMessageId ? { ...each, ...part } : each,
      ),
    );
  }

  private change(items: readonly OutgoingMessage[]): void {
    this.items = items;
    rememberInTab(this.key, items.length === 0 ? null : JSON.stringify(items));
    this.group();
    for (const listener of this.listeners) listener();
  }

  private group(): void {
    const groups = new Map<string, OutgoingMessage[]>();
    for (const item of this.items) {
      const group = groups.get(item.conversationId);
      if (group === undefined) groups.set(item.conversationId, [item]);
      else group.push(item);
    }
    this.byConversation = groups;
  }
}

function wordsOf({ clientMessageId, body, files, mentions }: OutgoingMessage): NewMessage {
  return {
    client_message_id: clientMessageId,
    body,
    ...(files.length === 0 ? {} : { file_ids: files.map(({ id }) => id) }),
    ...(mentions.length === 0 ? {} : { mentions }),
  };
}

function kept(key: string): OutgoingMessage[] {
  try {
    const items: unknown = JSON.parse(recallInTab(key) ?? '[]');
    return Array.isArray(items) ? items.filter(isOutgoing) : [];
  } catch {
    return [];
  }
}

function isOutgoing(item: unknown): item is OutgoingMessage {
  return (
    typeof item === 'object' &&
    item !== null &&
    'conversationId' in item &&
    'clientMessageId' in item &&
    'body' in item &&
    'files' in item
  );
}
