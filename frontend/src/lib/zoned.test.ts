import { describe, expect, it } from 'vitest';

import {
  clockAt,
  dayAt,
  dayPlus,
  daysApart,
  isDay,
  momentOf,
  monthPlus,
  weekBegin,
} from '~/lib/zoned';

describe('times of a place', () => {
  it('are read and written by its own clock', () => {
    expect(clockAt('2026-06-03T01:15:00Z', 'Asia/Manila')).toBe('2026-06-03T09:15');
    expect(momentOf('2026-06-03T09:15', 'Asia/Manila')).toBe('2026-06-03T01:15:00.000Z');
    expect(dayAt('2026-06-03T17:00:00Z', 'Asia/Manila')).toBe('2026-06-04');
  });

  it.each([
    // The last minute before, the hour that is skipped, the hour that comes twice, and after it.
    ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z'],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T02:30', '2026-10-25T00:30:00.000Z'],
    ['2026-10-25T03:30', '2026-10-25T02:30:00.000Z'],
  ])('know the clock change at %s', (clock, moment) => {
    expect(momentOf(clock, 'Europe/Berlin')).toBe(moment);
  });
});

describe('days', () => {
  it('know 29 February and the ends of months', () => {
    expect(isDay('2028-02-29')).toBe(true);
    expect(isDay('2026-02-29')).toBe(false);
    expect(dayPlus('2028-02-28', 1)).toBe('2028-02-29');
    expect(daysApart('2028-02-28', '2028-03-01')).toBe(2);
    expect(daysApart('2028-03-01', '2028-02-28')).toBe(-2);
    expect(monthPlus('2028-01-31', 1)).toBe('2028-02-29');
    expect(monthPlus('2026-01-31', -11)).toBe('2025-02-28');
  });

  it('lie in a week that begins as the school says', () => {
    expect(weekBegin('2026-11-23', 0)).toBe('2026-11-22');
    expect(weekBegin('2026-11-23', 1)).toBe('2026-11-23');
    expect(weekBegin('2026-11-22', 1)).toBe('2026-11-16');
  });
});
