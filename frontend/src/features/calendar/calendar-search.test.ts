import { describe, expect, it } from 'vitest';

import type { CalendarEntry } from '~/api/types';
import { entriesByDay, hoursOf, rangeOf, stepped } from '~/features/calendar/calendar-search';
import { dayAt } from '~/lib/zoned';

const event: CalendarEntry = {
  kind: 'event',
  id: 'one',
  title: 'Foundation days',
  all_day: true,
  starts_at: '2028-02-27T16:00:00Z',
  ends_at: '2028-02-29T16:00:00Z',
  starts_on: '2028-02-28',
  ends_on: '2028-02-29',
  place: null,
  section_id: null,
  section_name: null,
  status: null,
  subject_title: null,
  url: null,
  host_name: null,
};
const meeting: CalendarEntry = {
  ...event,
  kind: 'meeting',
  id: 'two',
  title: 'Evening talk',
  all_day: false,
  starts_at: '2028-02-28T14:00:00Z',
  ends_at: '2028-02-28T16:00:00Z',
  starts_on: null,
  ends_on: null,
};

describe('the days of the calendar', () => {
  it('of a month are whole weeks, from Sunday in the Philippines', () => {
    expect(rangeOf('month', '2026-11-23')).toEqual({ from: '2026-11-01', to: '2026-12-05' });
    expect(rangeOf('week', '2026-11-23')).toEqual({ from: '2026-11-22', to: '2026-11-28' });
    expect(rangeOf('list', '2026-11-23')).toEqual({ from: '2026-11-23', to: '2026-12-20' });
  });

  it('step on and back by what is on screen', () => {
    expect(stepped('month', '2026-01-31', 1)).toBe('2026-02-01');
    expect(stepped('week', '2026-11-23', -1)).toBe('2026-11-16');
  });

  it.each(['Asia/Manila', 'America/Los_Angeles', 'Pacific/Kiritimati'])(
    'hold whole days on their days, seen from %s',
    (zone) => {
      const days = entriesByDay([event], { from: '2028-02-01', to: '2028-03-31' }, (moment) =>
        dayAt(moment, zone),
      );
      expect(days.map(({ day }) => day)).toEqual(['2028-02-28', '2028-02-29']);
    },
  );

  it('show the hours of a school day, and more where something happens', () => {
    expect(hoursOf([event], 'Asia/Manila')).toEqual({
      slotMinTime: '06:00:00',
      slotMaxTime: '19:00:00',
    });
    const early = {
      ...meeting,
      starts_at: '2028-02-27T21:00:00Z',
      ends_at: '2028-02-28T12:30:00Z',
    };
    expect(hoursOf([early], 'Asia/Manila')).toEqual({
      slotMinTime: '05:00:00',
      slotMaxTime: '21:00:00',
    });
    expect(hoursOf([meeting], 'Asia/Manila').slotMaxTime).toBe('24:00:00');
  });

  it('end what ends at midnight on the day before, after what lasts all day', () => {
    const days = entriesByDay(
      [meeting, event],
      { from: '2028-02-28', to: '2028-02-29' },
      (moment) => dayAt(moment, 'Asia/Manila'),
    );
    expect(days.map(({ entries }) => entries.map(({ id }) => id))).toEqual([
      ['one', 'two'],
      ['one'],
    ]);
  });
});
