import type { QueryClient } from '@tanstack/react-query';

import { calendarKey } from '~/api/calendar';
import { applyEnrollmentChanges } from '~/api/enrollment-cache';
import { identityKey, refreshMe } from '~/api/identity';
import { meetingsKey } from '~/api/meetings';
import { modulesKey } from '~/api/modules';
import { announcementsKey, eventsKey } from '~/api/notices';
import { notificationsKey } from '~/api/notifications';
import type { RealtimeEvent } from '~/api/realtime';
import { settingsKey } from '~/api/settings';
import { structureKey } from '~/api/structure';
import { submissionsKey, tasksKey } from '~/api/tasks';

const gatherMilliseconds = 250;

/**
 * Turns what the server says into answers patched and questions asked again. The first event acts
 * at once; those that follow closely, as after a bulk move, act together.
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
    applyEnrollmentChanges(queries, changes),
    ...structureEffects(
      queries,
      events.filter((event) => event.type === 'structure.changed'),
    ),
    ...staleKeys(kinds).map((queryKey) => queries.invalidateQueries({ queryKey })),
    kinds.has('settings.changed')
      ? queries.invalidateQueries({ queryKey: settingsKey })
      : undefined,
    kinds.has('accounts.changed')
      ? queries.invalidateQueries({ queryKey: identityKey })
      : undefined,
  ]);
}

/** What notices, meetings, tasks and notifications make stale; the calendar shows three of them. */
function staleKeys(kinds: ReadonlySet<RealtimeEvent['type']>): (readonly string[])[] {
  const calendar =
    kinds.has('event.changed') || kinds.has('meeting.changed') || kinds.has('task.published');
  // A hand-in changes how far a task has come.
  const work = kinds.has('submission.changed') || kinds.has('submission.returned');
  return [
    ...(kinds.has('announcement.published') ? [announcementsKey] : []),
    ...(kinds.has('event.changed') ? [eventsKey] : []),
    ...(kinds.has('meeting.changed') ? [meetingsKey] : []),
    ...(kinds.has('task.published') || work ? [tasksKey] : []),
    ...(work ? [submissionsKey] : []),
    ...(kinds.has('module.published') ? [modulesKey] : []),
    ...(calendar ? [calendarKey] : []),
    ...(kinds.has('notifications.changed') ? [notificationsKey] : []),
  ];
}

type StructureEvent = Extract<RealtimeEvent, { type: 'structure.changed' }>;

/** Sections that changed concern the lists of sections and their own pages; years, levels and subjects stay. */
function structureEffects(
  queries: QueryClient,
  events: readonly StructureEvent[],
): Promise<void>[] {
  if (events.length === 0) return [];
  const sections = new Set(events.map((event) => (event.kind === 'section' ? event.id : null)));
  const kinds = sections.has(null)
    ? [[]]
    : [['sections'], ['assignments'], ...[...sections].map((id) => ['section', id])];
  return kinds.map((kind) => queries.invalidateQueries({ queryKey: [...structureKey, ...kind] }));
}
