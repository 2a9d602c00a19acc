export type UploadState =
  | { kind: 'waiting' }
  /** With a share of 1 the server has everything and looks at it. */
  | { kind: 'sending'; share: number }
  | { kind: 'done' }
  | { kind: 'failed'; reason: string }
  | { kind: 'cancelled' };

export interface UploadItem {
  id: string;
  file: File;
  state: UploadState;
}

export interface SendOptions {
  signal: AbortSignal;
  onProgress: (share: number) => void;
}

/** Sends one file. What it throws is the reason why it failed. */
export type SendFile = (item: UploadItem, options: SendOptions) => Promise<void>;

export interface UploadRules {
  send: SendFile;
  /** How many are under way at once; one keeps their order. */
  atOnce?: number | undefined;
}

interface QueueRules extends UploadRules {
  /** Says in words why something failed. */
  explain: (error: unknown) => string;
  /** Why a file is not even tried, or null. */
  refuse: (file: File) => string | null;
}

/** Files on their way, each with a state of its own: one that fails holds up no other. */
export class UploadQueue {
  private items: readonly UploadItem[] = [];
  private readonly running = new Map<string, AbortController>();
  private readonly listeners = new Set<() => void>();
  private rules: QueueRules;

  constructor(rules: QueueRules) {
    this.rules = rules;
  }

  /** From now on these hold; what is under way goes on. */
  follow(rules: UploadRules): void {
    this.rules = { ...this.rules, ...rules };
  }

  readonly current = (): readonly UploadItem[] => this.items;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(files: readonly { id: string; file: File }[]): void {
    const added = files.map(({ id, file }): UploadItem => {
      const reason = this.rules.refuse(file);
      return {
        id,
        file,
        state: reason === null ? { kind: 'waiting' } : { kind: 'failed', reason },
      };
    });
    this.change([...this.items, ...added]);
    this.go();
  }

  cancel(id: string): void {
    const item = this.items.find((each) => each.id === id);
    if (item?.state.kind !== 'waiting' && item?.state.kind !== 'sending') return;
    this.set(id, { kind: 'cancelled' });
    this.running.get(id)?.abort();
  }

  retry(id: string): void {
    const item = this.items.find((each) => each.id === id);
    if (item?.state.kind !== 'failed' && item?.state.kind !== 'cancelled') return;
    const reason = this.rules.refuse(item.file);
    this.set(id, reason === null ? { kind: 'waiting' } : { kind: 'failed', reason });
    this.go();
  }

  /** Takes an item out of the list; what is under way is cancelled. */
  remove(id: string): void {
    this.cancel(id);
    this.change(this.items.filter((each) => each.id !== id));
  }

  /** Takes out what arrived. */
  clearDone(): void {
    this.change(this.items.filter((each) => each.state.kind !== 'done'));
  }

  /** Cancels everything that has not arrived. */
  stop(): void {
    for (const { id } of this.items) this.cancel(id);
  }

  private go(): void {
    const free = (this.rules.atOnce ?? 2) - this.running.size;
    if (free <= 0) return;
    const next = this.items.filter(
      ({ id, state }) => state.kind === 'waiting' && !this.running.has(id),
    );
    for (const item of next.slice(0, free)) void this.run(item);
  }

  private async run(item: UploadItem): Promise<void> {
    const { id } = item;
    const controller = new AbortController();
    const { signal } = controller;
    this.running.set(id, controller);
    const onProgress = (share: number) => {
      if (!signal.aborted) this.set(id, { kind: 'sending', share });
    };
    onProgress(0);
    try {
      await this.rules.send(item, { signal, onProgress });
      // It may have arrived just before it was cancelled; what arrived is there.
      this.set(id, { kind: 'done' });
    } catch (error) {
      if (!signal.aborted) this.set(id, { kind: 'failed', reason: this.rules.explain(error) });
    }
    this.running.delete(id);
    this.go();
  }

  private set(id: string, state: UploadState): void {
    this.change(this.items.map((each) => (each.id === id ? { ...each, state } : each)));
  }

  private change(items: readonly UploadItem[]): void {
    this.items = items;
    for (const listener of this.listeners) listener();
  }
}
