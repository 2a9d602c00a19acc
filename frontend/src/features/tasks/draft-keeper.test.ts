import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ApiError, networkError } from '~/api/problem';
import { DraftKeeper } from '~/features/tasks/draft-keeper';

const key = 'draft of a test';
const stale = () =>
  new ApiError({ type: '', title: '', status: 412, code: 'stale_version', current_version: 9 });

interface Words {
  text: string;
  version: number;
}

/** A server that keeps one draft, and can be out of reach. */
class OneDraft {
  draft: Words = { text: '', version: 1 };
  away = false;

  load = vi.fn<() => Promise<Words>>(async () => {
    if (this.away) throw networkError();
    return { ...this.draft };
  });

  save = vi.fn<(draft: Words) => Promise<Words>>(async ({ text, version }) => {
    if (this.away) throw networkError();
    if (version !== this.draft.version) throw stale();
    this.draft = { text, version: version + 1 };
    return { ...this.draft };
  });
}

const rest = () => vi.advanceTimersByTimeAsync(1000);

describe('a draft', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('goes to the server when the typing rests, and then is no longer kept here', async () => {
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.meet(server.draft);
    keeper.type('One');
    keeper.type('One two');
    expect(localStorage.getItem(key)).toContain('One two');
    await rest();
    expect(server.save).toHaveBeenCalledExactlyOnceWith({ text: 'One two', version: 1 });
    expect(keeper.view()).toMatchObject({ text: 'One two', state: 'saved' });
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('sends what was typed while it was being sent', async () => {
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.meet(server.draft);
    keeper.type('One');
    keeper.hurry();
    keeper.type('One two');
    await rest();
    await rest();
    expect(server.draft).toEqual({ text: 'One two', version: 3 });
    expect(keeper.view().state).toBe('saved');
  });

  it('stays on this device while the server is away, and goes there when it is back', async () => {
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.meet(server.draft);
    server.away = true;
    keeper.type('Written on the bus');
    await rest();
    expect(keeper.view().state).toBe('kept');
    server.away = false;
    keeper.hurry();
    await rest();
    expect(server.draft.text).toBe('Written on the bus');
    expect(keeper.view().state).toBe('saved');
  });

  it('survives a page that is closed before anything arrived', async () => {
    const server = new OneDraft();
    server.away = true;
    const first = new DraftKeeper(key, server);
    first.type('Before the network came');
    first.leave();
    server.away = false;
    const second = new DraftKeeper(key, server);
    expect(second.view()).toMatchObject({ text: 'Before the network came', state: 'loading' });
    second.meet(server.draft);
    await rest();
    expect(server.draft.text).toBe('Before the network came');
  });

  it('loses nothing that was typed before it was known, even where the browser keeps nothing', async () => {
    const forbidden = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new DOMException('forbidden', 'SecurityError');
    });
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.type('Quick');
    keeper.meet(server.draft);
    await rest();
    forbidden.mockRestore();
    expect(server.draft.text).toBe('Quick');
  });

  it.each(['keepMine', 'takeOther'] as const)(
    'that another tab changed asks which text goes on: %s',
    async (choice) => {
      const server = new OneDraft();
      const keeper = new DraftKeeper(key, server);
      keeper.meet(server.draft);
      server.draft = { text: 'Theirs', version: 7 };
      keeper.type('Mine');
      await rest();
      expect(keeper.view()).toMatchObject({ text: 'Mine', state: 'conflict', other: 'Theirs' });
      expect(server.draft.text).toBe('Theirs');
      keeper[choice]();
      await rest();
      const text = choice === 'keepMine' ? 'Mine' : 'Theirs';
      expect(server.draft.text).toBe(text);
      expect(keeper.view()).toMatchObject({ text, state: 'saved', other: null });
    },
  );

  it('asks also when this device kept a text that is older than the one of the server', () => {
    localStorage.setItem(key, JSON.stringify({ text: 'Kept here', version: 2 }));
    const keeper = new DraftKeeper(key, new OneDraft());
    keeper.meet({ text: 'Newer', version: 5 });
    expect(keeper.view()).toMatchObject({ text: 'Kept here', state: 'conflict', other: 'Newer' });
  });

  it('follows what another tab saved while nothing is typed here', () => {
    const keeper = new DraftKeeper(key, new OneDraft());
    keeper.meet({ text: 'Old', version: 2 });
    keeper.meet({ text: 'New', version: 3 });
    expect(keeper.view()).toMatchObject({ text: 'New', state: 'saved' });
    keeper.meet({ text: 'Old', version: 2 });
    expect(keeper.view().text).toBe('New');
  });

  it('begins anew when it was handed in', async () => {
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.meet(server.draft);
    keeper.type('Handed in');
    await keeper.settle();
    keeper.restart();
    await rest();
    expect(server.save).not.toHaveBeenCalled();
    expect(keeper.view()).toMatchObject({ text: '', state: 'loading' });
    expect(localStorage.getItem(key)).toBeNull();
  });

  it('says why the server does not want it', async () => {
    const server = new OneDraft();
    const keeper = new DraftKeeper(key, server);
    keeper.meet(server.draft);
    server.save.mockRejectedValueOnce(
      new ApiError({ type: '', title: 'Too long', status: 422, code: 'invalid_fields' }),
    );
    keeper.type('x'.repeat(10));
    await rest();
    expect(keeper.view().state).toBe('refused');
    expect(localStorage.getItem(key)).not.toBeNull();
  });
});
