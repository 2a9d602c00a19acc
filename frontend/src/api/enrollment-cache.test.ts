import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import {
  familyProgressQuery,
  progressColumnQuery,
  progressQuery,
  progressSummaryQuery,
} from '~/api/enrollment';
import { applyEnrollmentChanges } from '~/api/enrollment-cache';
import { EventEffects } from '~/api/realtime-effects';
import { settingsQuery } from '~/api/settings';
import type { EnrollmentStatus, Page, Progress } from '~/api/types';
import { makeQueries } from '~/testing/render';
import { makeSchool } from '~/testing/school';

const school = makeSchool(Date.now(), 24);
let queries: QueryClient;

function fill(status: EnrollmentStatus) {
  const items: Progress[] = school.progress.filter((entry) => entry.status === status);
  const page: Page<Progress> = { items, total: items.length, limit: 25, offset: 0 };
  queries.setQueryData(progressColumnQuery({ status }).queryKey, {
    pages: [page],
    pageParams: [0],
  });
  return items;
}

const column = (status: EnrollmentStatus) =>
  queries.getQueryData<InfiniteData<Page<Progress>>>(progressColumnQuery({ status }).queryKey)!
    .pages[0]!;

const isOld = (key: readonly unknown[]) => queries.getQueryState(key)?.isInvalidated;

beforeEach(() => {
  queries = makeQueries();
});

describe('a move', () => {
  it('takes the application out of its column and asks only for the other one', async () => {
    const [moved] = fill('submitted');
    fill('under_review');
    fill('assessment');
    queries.setQueryData(progressSummaryQuery().queryKey, {
      school_year_id: null,
      by_status: [],
    });
    const before = column('submitted').total;
    await applyEnrollmentChanges(queries, [
      { ...moved!, status: 'under_review', version: moved!.version + 1 },
    ]);
    expect(column('submitted').total).toBe(before - 1);
    expect(column('submitted').items).not.toContainEqual(moved);
    expect(isOld(progressColumnQuery({ status: 'submitted' }).queryKey)).toBe(false);
    expect(isOld(progressColumnQuery({ status: 'under_review' }).queryKey)).toBe(true);
    expect(isOld(progressColumnQuery({ status: 'assessment' }).queryKey)).toBe(false);
    expect(isOld(progressSummaryQuery().queryKey)).toBe(true);
  });

  it('costs nothing when it is heard of again', async () => {
    const [moved] = fill('submitted');
    const change = { ...moved!, status: 'under_review' as const, version: 9 };
    await applyEnrollmentChanges(queries, [change]);
    const invalidate = vi.spyOn(queries, 'invalidateQueries');
    await applyEnrollmentChanges(queries, [change]);
    expect(invalidate).not.toHaveBeenCalled();
  });

  it('asks for every column when the event does not say where it went', async () => {
    const [moved] = fill('submitted');
    await applyEnrollmentChanges(queries, [
      { student_id: moved!.student_id, school_year_id: moved!.school_year_id },
    ]);
    expect(isOld(progressColumnQuery({ status: 'submitted' }).queryKey)).toBe(true);
  });

  it('concerns the pages of its student and of nobody else', async () => {
    const [mine, other] = school.progress;
    const key = progressQuery(mine!.student_id).queryKey;
    const otherKey = progressQuery(other!.student_id).queryKey;
    queries.setQueryData(key, mine);
    queries.setQueryData(otherKey, other);
    queries.setQueryData(familyProgressQuery(mine!.student_id).queryKey, mine);
    await applyEnrollmentChanges(queries, [
      { student_id: mine!.student_id, school_year_id: mine!.school_year_id },
    ]);
    expect(isOld(key)).toBe(true);
    expect(isOld(familyProgressQuery(mine!.student_id).queryKey)).toBe(true);
    expect(isOld(otherKey)).toBe(false);
  });
});

describe('events', () => {
  it('act at once, and together when they come in a row', () => {
    vi.useFakeTimers();
    const invalidate = vi.spyOn(queries, 'invalidateQueries');
    const effects = new EventEffects(queries);
    effects.receive({ type: 'settings.changed' });
    expect(invalidate).toHaveBeenCalledTimes(1);
    for (let count = 0; count < 20; count += 1) effects.receive({ type: 'settings.changed' });
    expect(invalidate).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(250);
    expect(invalidate).toHaveBeenCalledTimes(2);
    effects.stop();
    vi.useRealTimers();
  });

  it('make everything old after a gap', () => {
    queries.setQueryData(settingsQuery().queryKey, school.settings);
    const effects = new EventEffects(queries);
    effects.receive({ type: 'resync' });
    expect(isOld(settingsQuery().queryKey)).toBe(true);
    effects.stop();
  });
});
