import type { QueryClient } from '@tanstack/react-query';

import { applyEnrollmentChanges, type EnrollmentChange } from '~/api/enrollment-cache';
import { identityKey, refreshMe } from '~/api/identity';
import type { RealtimeEvent } from '~/api/realtime';
import { settingsKey } from '~/api/settings';
import { structureKey } from '~/api/structure';

const gatherMilliseconds = 250;

/**
 * Turns what the server says into questions asked again: events never carry contents. The first
 * event acts at once; those that follow closely, as after a bulk move, act together.
 */
export class EventEffects {
  private gathered: RealtimeEvent[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly queries: QueryClient;

  constructor(queries: QueryClient) {
    this.queries = queries;
  }

  receive(event: RealtimeEvent): void {
    this.gathered.push(event);
    if (this.timer === undefined) this.flush();
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.gathered = [];
  }

  private flush(): void {
    this.timer = undefined;
    if (this.gathered.length === 0) return;
    const events = this.gathered;
    this.gathered = [];
    this.timer = setTimeout(() => this.flush(), gatherMilliseconds);
    // A question that cannot be asked now shows on its own part of the page.
    applyEvents(this.queries, events).catch(() => undefined);
  }
}

async function applyEvents(queries: QueryClient, events: readonly RealtimeEvent[]): Promise<void> {
  const kinds = new Set(events.map((event) => event.type));
  if (kinds.has('rights.changed')) await refreshMe();
  if (kinds.has('resync') || kinds.has('rights.changed')) {
    await queries.invalidateQueries();
    return;
  }
  const changes = events.filter((event) => event.type === 'enrollment.changed');
  await Promise.all([
    applyEnrollmentChanges(queries, changes satisfies EnrollmentChange[]),
    kinds.has('structure.changed')
      ? queries.invalidateQueries({ queryKey: structureKey })
      : undefined,
    kinds.has('settings.changed')
      ? queries.invalidateQueries({ queryKey: settingsKey })
      : undefined,
    kinds.has('accounts.changed')
      ? queries.invalidateQueries({ queryKey: identityKey })
      : undefined,
  ]);
}
