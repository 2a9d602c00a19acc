import { hasStatus, isPassing } from '~/api/problem';
import type { TaskDraft } from '~/api/tasks-types';
import { backoffDelay } from '~/lib/backoff';
import { recall, remember } from '~/lib/storage';

type Words = Pick<TaskDraft, 'text' | 'version'>;

/**
 * `loading`: the server's draft is not known yet. `kept`: it is on this device and goes to the
 * server as soon as that answers. `refused`: the server does not want it, and says why.
 */
export type DraftState =
  | 'loading'
  | 'saved'
  | 'changed'
  | 'saving'
  | 'kept'
  | 'conflict'
  | 'refused';

export interface DraftView {
  text: string;
  state: DraftState;
  /** What another tab or device has saved meanwhile. */
  other: string | null;
  error: unknown;
}

interface DraftServer {
  load: () => Promise<Words>;
  save: (draft: Words) => Promise<Words>;
}

const restMilliseconds = 1000;

/**
 * What a student types, on its way to the server. Until it has arrived there it is also kept in
 * this browser, so that neither a lost network nor a closed tab loses a word.
 */
export class DraftKeeper {
  /** What the server is known to hold. */
  private base: Words | null = null;
  private meanwhile: Words | null = null;
  private shown: DraftView;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private running: Promise<void> | null = null;
  private failures = 0;
  private readonly listeners = new Set<() => void>();
  private readonly key: string;
  private readonly server: DraftServer;

  constructor(key: string, server: DraftServer) {
    this.key = key;
    this.server = server;
    this.shown = { text: this.local()?.text ?? '', state: 'loading', other: null, error: null };
  }

  readonly view = (): DraftView => this.shown;

  readonly listen = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** Takes up the server's draft: when it is first known, and whenever it was asked for again. */
  meet(draft: Words): void {
    if (this.running !== null || this.shown.state === 'conflict') return;
    if (this.base === null) this.begin(draft);
    else if (draft.version > this.base.version) this.compare(draft);
  }

  type(text: string): void {
    this.store(text, this.base?.version ?? null);
    if (this.base === null || this.shown.state === 'conflict') {
      this.change({ text });
      return;
    }
    this.change({ text, state: 'changed', error: null });
    this.plan(restMilliseconds);
  }

  /** Tries at once what waits for the server. */
  hurry(): void {
    if (this.shown.state === 'kept' || this.shown.state === 'changed') void this.save();
  }

  /** What stands here replaces what was saved elsewhere. */
  keepMine(): void {
    if (this.meanwhile === null) return;
    this.base = this.meanwhile;
    this.meanwhile = null;
    this.change({ state: 'changed', other: null });
    void this.save();
  }

  takeOther(): void {
    if (this.meanwhile === null) return;
    this.arrive(this.meanwhile);
  }

  /** Nothing is under way any more, and nothing begins by itself. */
  async settle(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    clearTimeout(this.timer);
  }

  /** Goes on after `settle`, when what was settled for did not come about. */
  resume(): void {
    if (this.shown.state === 'kept' || this.shown.state === 'changed') this.plan(restMilliseconds);
  }

  /** The text was handed in: here and on the server the draft is empty now. */
  restart(): void {
    clearTimeout(this.timer);
    remember(this.key, null);
    this.base = null;
    this.meanwhile = null;
    this.change({ text: '', state: 'loading', other: null, error: null });
  }

  /** The page is left: what was typed last is sent without a rest, and stays here if that fails. */
  leave(): void {
    clearTimeout(this.timer);
    if (this.shown.state === 'changed') void this.save();
  }

  private begin(draft: Words): void {
    const { text } = this.shown;
    // Where the browser keeps nothing, what was typed meanwhile is only on screen.
    const local = this.local() ?? (text === '' ? null : { text, version: null });
    if (local === null || local.text === draft.text) {
      this.arrive(draft);
      return;
    }
    const newer = local.version === draft.version || (local.version === null && draft.text === '');
    if (newer) {
      this.base = draft;
      this.change({ text: local.text, state: 'changed' });
      this.plan(0);
    } else this.clash(draft);
  }

  private compare(draft: Words): void {
    if (this.shown.state === 'saved' || draft.text === this.shown.text) this.arrive(draft);
    else this.clash(draft);
  }

  private arrive(draft: Words): void {
    clearTimeout(this.timer);
    remember(this.key, null);
    this.base = { text: draft.text, version: draft.version };
    this.meanwhile = null;
    this.failures = 0;
    this.change({ text: draft.text, state: 'saved', other: null, error: null });
  }

  private clash(draft: Words): void {
    clearTimeout(this.timer);
    this.meanwhile = { text: draft.text, version: draft.version };
    this.change({ state: 'conflict', other: draft.text });
  }

  private plan(milliseconds: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.save(), milliseconds);
  }

  private save(): Promise<void> {
    clearTimeout(this.timer);
    this.running ??= this.send().finally(() => {
      this.running = null;
      if (this.shown.state === 'changed') this.plan(restMilliseconds);
      else if (this.shown.state === 'kept') this.plan(backoffDelay(this.failures));
    });
    return this.running;
  }

  private async send(): Promise<void> {
    if (this.base === null || this.shown.state === 'conflict') return;
    const { text } = this.shown;
    this.change({ state: 'saving' });
    try {
      const { version } = await this.server.save({ text, version: this.base.version });
      this.saved({ text, version });
    } catch (error) {
      await this.failed(error);
    }
  }

  private saved(words: Words): void {
    this.failures = 0;
    this.base = words;
    if (this.shown.text === words.text) this.arrive(words);
    else {
      this.store(this.shown.text, words.version);
      this.change({ state: 'changed' });
    }
  }

  private async failed(error: unknown): Promise<void> {
    if (hasStatus(error, 412)) {
      try {
        const draft = await this.server.load();
        if (draft.text === this.shown.text) this.arrive(draft);
        else this.clash(draft);
      } catch {
        this.waits();
      }
    } else if (isPassing(error) || hasStatus(error, 401)) this.waits();
    else this.change({ state: 'refused', error });
  }

  private waits(): void {
    this.failures += 1;
    this.change({ state: 'kept' });
  }

  private store(text: string, version: number | null): void {
    remember(this.key, JSON.stringify({ text, version }));
  }

  private local(): { text: string; version: number | null } | null {
    try {
      const kept: unknown = JSON.parse(recall(this.key) ?? 'null');
      if (typeof kept !== 'object' || kept === null || !('text' in kept)) return null;
      if (typeof kept.text !== 'string') return null;
      const version = 'version' in kept && typeof kept.version === 'number' ? kept.version : null;
      return { text: kept.text, version };
    } catch {
      return null;
    }
  }

  private change(part: Partial<DraftView>): void {
    this.shown = { ...this.shown, ...part };
    for (const listener of this.listeners) listener();
  }
}
