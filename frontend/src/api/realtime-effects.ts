import type { InfiniteData, Query, QueryClient } from '@tanstack/react-query';

import { enrollmentKey } from '~/api/enrollment';
import { refreshMe } from '~/api/identity';
import type { RealtimeEvent } from '~/api/realtime';
import type { ProgressQuery } from '~/api/schema';
import { settingsKey } from '~/api/settings';
import { structureKey } from '~/api/structure';
import type { Page, Progress } from '~/api/types';

type EnrollmentChange = Extract<RealtimeEvent, { type: 'enrollment.changed' }>;

/** Turns what the server says into questions asked again: events never carry contents. */
export async function applyEvent(queries: QueryClient, event: RealtimeEvent): Promise<void> {
  switch (event.type) {
    case 'enrollment.changed':
      await applyEnrollment(queries, event);
      return;
    case 'structure.changed':
      await queries.invalidateQueries({ queryKey: structureKey });
      return;
    case 'settings.changed':
      await queries.invalidateQueries({ queryKey: settingsKey });
      return;
    case 'rights.changed':
      await refreshMe();
      await queries.invalidateQueries();
      return;
    case 'resync':
      await queries.invalidateQueries();
  }
}

async function applyEnrollment(queries: QueryClient, event: EnrollmentChange): Promise<void> {
  const asked = queries.invalidateQueries({
    queryKey: enrollmentKey,
    predicate: (query) => concerns(query, event),
  });
  if (event.status === 'enrolled') await queries.invalidateQueries({ queryKey: structureKey });
  await asked;
}

/** Whether a cached answer may look different after the change. */
function concerns(query: Query, event: EnrollmentChange): boolean {
  const [, kind, subject] = query.queryKey;
  if (kind === 'student' || kind === 'child')
    return subject === event.student_id && isOlder(query.state.data, event);
  if (kind === 'own') return isOlder(query.state.data, event);
  if (kind === 'column') {
    const column = subject as ProgressQuery;
    const data = query.state.data as InfiniteData<Page<Progress>> | undefined;
    return column.status === event.status || columnHolds(data, event.student_id);
  }
  return true;
}

function isOlder(data: unknown, event: EnrollmentChange): boolean {
  const progress = data as Progress | null | undefined;
  if (progress === null || progress === undefined) return true;
  if (progress.school_year_id !== event.school_year_id) return true;
  return progress.student_id === event.student_id && progress.version < event.version;
}

function columnHolds(data: InfiniteData<Page<Progress>> | undefined, studentId: string): boolean {
  return (
    data?.pages.some((page) => page.items.some((item) => item.student_id === studentId)) ?? true
  );
}
