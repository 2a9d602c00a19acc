import { describe, expect, it } from 'vitest';

import type { Task } from '~/api/tasks-types';
import { groupedByDue } from '~/features/tasks/due-groups';
import { isListed, listedLines, neighbours, rosterFilters } from '~/features/tasks/roster';
import { parsedScore } from '~/features/tasks/score';
import { newTaskBody, taskChange, taskValues } from '~/features/tasks/task-form';
import { makeSchool } from '~/testing/school';

const zone = 'Asia/Manila';
const school = makeSchool(Date.now(), 6);
const [task] = school.tasks as [Task];

describe('the work of a student', () => {
  // A Wednesday, 09:00 in Manila.
  const now = Date.parse('2026-06-03T01:00:00Z');
  const due = (title: string, due_at: string, done = false): Task => ({
    ...task,
    title,
    due_at,
    mine: {
      status: done ? 'handed_in' : 'not_handed_in',
      late: false,
      submission_id: null,
      score: null,
      points: 20,
      submitted_at: null,
    },
  });

  it('stands under the day of the school on which it is due', () => {
    const tasks = [
      due('just over', '2026-06-03T00:59:00Z'),
      due('this evening', '2026-06-03T15:59:00Z'),
      due('past midnight', '2026-06-03T16:01:00Z'),
      due('on Saturday', '2026-06-06T15:59:00Z'),
      due('on Sunday', '2026-06-06T16:01:00Z'),
      due('handed in', '2026-06-02T00:00:00Z', true),
    ];
    const groups = groupedByDue(tasks, { now, zone, firstWeekday: 0 });
    expect(groups.map(({ group, tasks: held }) => [group, held.map(({ title }) => title)])).toEqual(
      [
        ['overdue', ['just over']],
        ['today', ['this evening']],
        ['week', ['past midnight', 'on Saturday']],
        ['later', ['on Sunday']],
        ['done', ['handed in']],
      ],
    );
  });
});

describe('the list of a section', () => {
  const poster = school.tasks[3]!;
  const roster = school.pupils.map((student) => {
    const submission =
      school.submissions.find(
        (each) => each.task_id === poster.id && each.student_id === student.id,
      ) ?? null;
    return {
      student_id: student.id,
      student_name: `${student.first_name} ${student.last_name}`,
      status: 'missing' as const,
      late: submission?.late ?? false,
      submission,
    };
  });

  it('counts everybody in one place, and the late ones besides', () => {
    const counts = rosterFilters.map(
      (filter) => roster.filter((line) => isListed(line, filter)).length,
    );
    expect(Object.fromEntries(rosterFilters.map((filter, at) => [filter, counts[at]]))).toEqual({
      missing: 3,
      to_grade: 1,
      late: 1,
      graded: 1,
      returned: 1,
    });
  });

  it('is searched without regard to accents and to the order of names', () => {
    const lines = [{ ...roster[0]!, student_name: 'José Peña' }];
    expect(listedLines(lines, undefined, 'pena jose')).toHaveLength(1);
    expect(listedLines(lines, undefined, 'pena maria')).toHaveLength(0);
    expect(listedLines(lines, undefined, undefined)).toHaveLength(1);
  });

  it('knows who comes before and after, also from outside of a filter', () => {
    const [first, second, third] = roster.map((line) => line.student_id);
    expect(neighbours(roster, second)).toEqual({ previous: first, next: third, place: 1 });
    expect(neighbours(roster, 'somebody else')).toMatchObject({ previous: undefined, next: first });
  });
});

describe('a score', () => {
  it.each([
    ['18', 18],
    [' 18.25 ', 18.25],
    ['18,5', 18.5],
    ['0', 0],
    ['20', 20],
  ])('is read from %j', (typed, score) => {
    expect(parsedScore(typed, 20)).toBe(score);
  });

  it.each(['', '-1', '1.005', 'twelve', '20.01', '1e1'])('is not %j', (typed) => {
    expect(typeof parsedScore(typed, 20)).toBe('string');
  });
});

describe('the times of a task', () => {
  const values = taskValues(undefined, 'section subject', zone, '2026-06-03');

  it('are those of the school, and closing is being due unless late work is taken', () => {
    expect(values.due_at).toBe('2026-06-10T17:00');
    expect(newTaskBody(values, zone, 'draft')).toMatchObject({
      section_id: 'section',
      subject_id: 'subject',
      due_at: '2026-06-10T09:00:00.000Z',
      closes_at: '2026-06-10T09:00:00.000Z',
      status: 'draft',
    });
    const late = { ...values, late: 'accepted' as const, closes_at: '2026-06-12T08:00' };
    expect(newTaskBody(late, zone, 'published').closes_at).toBe('2026-06-12T00:00:00.000Z');
  });

  it('stay to the second when nobody touches them', () => {
    const set = { ...task, due_at: '2026-06-10T09:00:59Z', closes_at: '2026-06-12T00:00:01Z' };
    const kept = taskValues(set, '', zone, '2026-06-03');
    expect(kept.late).toBe('accepted');
    expect(taskChange(kept, set, zone)).toMatchObject({
      due_at: set.due_at,
      closes_at: set.closes_at,
    });
    expect(taskChange({ ...kept, late: 'refused' }, set, zone).closes_at).toBe(set.due_at);
  });
});
