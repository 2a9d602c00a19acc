import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import {
  familyProgressQuery,
  ownProgressQuery,
  progressColumnQuery,
  progressQuery,
  progressSummaryQuery,
} from '~/api/enrollment';
import { applyEnrollmentChanges, moveAndApply } from '~/api/enrollment-cache';
import { EventEffects } from '~/api/realtime-effects';
import { settingsQuery } from '~/api/settings';
import { gradeLevelsQuery } from '~/api/structure';
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

/** What an event says of a move. */
const told = (entry: Progress, status: EnrollmentStatus) => ({
  student_id: entry.student_id,
  school_year_id: entry.school_year_id,
  status,
  version: entry.version + 1,
});

/** What the server answers to a move of our own. */
const answered = (entry: Progress, status: EnrollmentStatus): Progress => ({
  ...entry,
  status,
  version: entry.version + 1,
});

const keyOf = (status: EnrollmentStatus) => progressColumnQuery({ status }).queryKey;

/** A column of which not everything is loaded. */
function fillPart(status: EnrollmentStatus, total: number) {
  const items = fill(status);
  queries.setQueryData(keyOf(status), {
    pages: [{ items, total, limit: 25, offset: 0 }],
    pageParams: [0],
  });
  return items;
}

describe('a move', () => {
  it('of our own takes the card into its new column and asks for the figures alone', async () => {
    const [moved] = fill('submitted');
    fill('under_review');
    fill('assessment');
    queries.setQueryData(progressSummaryQuery().queryKey, {
      school_year_id: null,
      by_status: [],
    });
    const before = { from: column('submitted').total, to: column('under_review').total };
    const card = answered(moved!, 'under_review');
    await applyEnrollmentChanges(queries, [card]);
    expect(column('submitted').total).toBe(before.from - 1);
    expect(column('submitted').items).not.toContainEqual(moved);
    expect(column('under_review').total).toBe(before.to + 1);
    expect(column('under_review').items.at(-1)).toEqual(card);
    const columns = ['submitted', 'under_review', 'assessment'] as const;
    expect(columns.filter((status) => isOld(keyOf(status)))).toEqual([]);
    expect(isOld(progressSummaryQuery().queryKey)).toBe(true);
  });

  it('of somebody else takes the card out at once and asks for the new column alone', async () => {
    const [moved] = fill('submitted');
    fill('under_review');
    fill('assessment');
    await applyEnrollmentChanges(queries, [told(moved!, 'under_review')]);
    expect(column('submitted').items).not.toContainEqual(moved);
    expect(isOld(keyOf('submitted'))).toBe(false);
    expect(isOld(keyOf('under_review'))).toBe(true);
    expect(isOld(keyOf('assessment'))).toBe(false);
  });

  it('into a column that is not loaded to its end is only counted there', async () => {
    const [moved] = fill('submitted');
    const shown = fillPart('under_review', 60);
    await applyEnrollmentChanges(queries, [told(moved!, 'under_review')]);
    expect(column('under_review')).toMatchObject({ total: 61, items: shown });
    expect(isOld(keyOf('under_review'))).toBe(false);
  });

  it('of a card that the board has not shown asks for the column that it may be in now', async () => {
    fill('submitted');
    fill('under_review');
    const stranger = { ...school.progress[0]!, student_id: 'somebody' };
    await applyEnrollmentChanges(queries, [told(stranger, 'under_review')]);
    expect(isOld(keyOf('submitted'))).toBe(false);
    expect(isOld(keyOf('under_review'))).toBe(true);
  });

  it('does not reach the board of another year', async () => {
    const [moved] = fill('submitted');
    const other = progressColumnQuery({ status: 'under_review', school_year_id: 'another' });
    queries.setQueryData(other.queryKey, { pages: [], pageParams: [] });
    await applyEnrollmentChanges(queries, [told(moved!, 'under_review')]);
    expect(isOld(other.queryKey)).toBe(false);
  });

  it('that is older than what is shown changes nothing', async () => {
    const [moved] = fill('submitted');
    const before = column('submitted');
    await applyEnrollmentChanges(queries, [
      { ...told(moved!, 'under_review'), version: moved!.version - 1 },
    ]);
    expect(column('submitted')).toEqual(before);
  });

  it('costs nothing when it is heard of again', async () => {
    const [moved] = fill('submitted');
    const change = answered(moved!, 'under_review');
    await applyEnrollmentChanges(queries, [change]);
    const invalidate = vi.spyOn(queries, 'invalidateQueries');
    await applyEnrollmentChanges(queries, [told(moved!, 'under_review')]);
    expect(invalidate).not.toHaveBeenCalled();
  });

  it('of our own is not overtaken by its echo', async () => {
    const [moved] = fill('submitted');
    fill('under_review');
    const card = answered(moved!, 'under_review');
    await moveAndApply(queries, [moved!], async () => {
      await applyEnrollmentChanges(queries, [told(moved!, 'under_review')]);
      expect(column('submitted').items).toContainEqual(moved);
      return [card];
    });
    expect(column('under_review').items.at(-1)).toEqual(card);
    expect(isOld(keyOf('under_review'))).toBe(false);
  });

  it('of our own that is refused lets through what was heard meanwhile', async () => {
    const [moved] = fill('submitted');
    fill('withdrawn');
    const refused = moveAndApply(queries, [moved!], async () => {
      await applyEnrollmentChanges(queries, [told(moved!, 'withdrawn')]);
      throw new Error('stale');
    });
    await expect(refused).rejects.toThrow('stale');
    expect(column('submitted').items).not.toContainEqual(moved);
  });

  it('concerns the pages of its student and of nobody else', async () => {
    const [mine, other] = school.progress;
    const key = progressQuery(mine!.student_id).queryKey;
    const otherKey = progressQuery(other!.student_id).queryKey;
    queries.setQueryData(key, mine);
    queries.setQueryData(otherKey, other);
    queries.setQueryData(familyProgressQuery(mine!.student_id).queryKey, mine);
    queries.setQueryData(ownProgressQuery({ id: mine!.student_id }).queryKey, mine);
    await applyEnrollmentChanges(queries, [told(mine!, 'withdrawn')]);
    expect(isOld(key)).toBe(true);
    expect(isOld(familyProgressQuery(mine!.student_id).queryKey)).toBe(true);
    expect(isOld(ownProgressQuery({ id: mine!.student_id }).queryKey)).toBe(true);
    expect(isOld(otherKey)).toBe(false);
  });

  it('leaves the next page of a long column where it begins', async () => {
    const items = fill('submitted');
    const page = (numbers: [number, number], offset: number) => ({
      items: items.slice(...numbers),
      total: 9,
      limit: 2,
      offset,
    });
    queries.setQueryData(keyOf('submitted'), {
      pages: [page([0, 1], 0), page([1, 2], 1)],
      pageParams: [0, 1],
    });
    await applyEnrollmentChanges(queries, [told(items[0]!, 'withdrawn')]);
    const { pages } = queries.getQueryData<InfiniteData<Page<Progress>>>(keyOf('submitted'))!;
    expect(pages.map(({ offset, total, items: { length } }) => [offset, total, length])).toEqual([
      [0, 8, 0],
      [0, 8, 1],
    ]);
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

  it('of many sections ask for their lists once, and leave the catalog alone', () => {
    queries.setQueryData(gradeLevelsQuery().queryKey, {
      items: [],
      total: 0,
      limit: 100,
      offset: 0,
    });
    const invalidate = vi.spyOn(queries, 'invalidateQueries');
    const effects = new EventEffects(queries);
    effects.receive({ type: 'structure.changed', kind: 'section', id: school.sections[0]!.id });
    expect(invalidate).toHaveBeenCalledTimes(3);
    expect(isOld(gradeLevelsQuery().queryKey)).toBe(false);
    effects.stop();
    effects.receive({ type: 'structure.changed', kind: 'catalog' });
    expect(isOld(gradeLevelsQuery().queryKey)).toBe(true);
    effects.stop();
  });

  it('make everything old after a gap', () => {
    queries.setQueryData(settingsQuery().queryKey, school.settings);
    const effects = new EventEffects(queries);
    effects.receive({ type: 'resync' });
    expect(isOld(settingsQuery().queryKey)).toBe(true);
    effects.stop();
  });
});
