import i18next from 'i18next';
import * as z from 'zod/mini';

import type { NewTask, Task, TaskChange } from '~/api/tasks-types';
import {
  optionalText,
  requiredChoice,
  requiredDate,
  requiredText,
  wholeNumber,
} from '~/i18n/rules';
import { clockAt, clockPlus, dayPlus, momentOf } from '~/lib/zoned';

/** Times are those of the school's clock. */
export const taskSchema = z
  .object({
    /** Section and subject at once: what a teacher teaches is a pair of both. */
    class: requiredChoice(),
    title: requiredText(200),
    instructions: optionalText(20_000),
    points: wholeNumber(1, 1000),
    due_at: requiredDate(),
    late: z.enum(['refused', 'accepted']),
    closes_at: z.string(),
  })
  .check(
    z.refine(({ late, due_at, closes_at }) => late === 'refused' || closes_at > due_at, {
      path: ['closes_at'],
      error: () => i18next.t('tasks:closesTooEarly'),
    }),
  );

export type TaskValues = z.infer<typeof taskSchema>;

/** What a teacher teaches where, as one choice. */
export function classKey(taught: { section_id: string; subject_id: string }): string {
  return `${taught.section_id} ${taught.subject_id}`;
}

const week = 7;

/** What the form begins with: a new task is due at the end of the school day in a week. */
export function taskValues(
  task: Task | undefined,
  chosen: string,
  zone: string,
  today: string,
): TaskValues {
  if (task === undefined) {
    const due_at = `${dayPlus(today, week)}T17:00`;
    return {
      class: chosen,
      title: '',
      instructions: '',
      points: 100,
      due_at,
      late: 'refused',
      closes_at: laterThan(due_at),
    };
  }
  const due_at = clockAt(task.due_at, zone);
  const closes_at = clockAt(task.closes_at, zone);
  const late = Date.parse(task.closes_at) > Date.parse(task.due_at) ? 'accepted' : 'refused';
  return {
    class: classKey(task),
    title: task.title,
    instructions: task.instructions ?? '',
    points: task.points,
    due_at,
    late,
    closes_at: late === 'accepted' ? closes_at : laterThan(due_at),
  };
}

const twoDays = 2 * 24 * 60;

/** When late work is taken at first, when somebody decides to take it. */
export function laterThan(due: string): string {
  return due === '' ? '' : clockPlus(due, twoDays);
}

function orNull(text: string): string | null {
  return text === '' ? null : text;
}

export function newTaskBody(
  values: TaskValues,
  zone: string,
  status: NewTask['status'] & string,
): NewTask {
  const [section_id = '', subject_id = ''] = values.class.split(' ');
  const { title, points } = values;
  const instructions = orNull(values.instructions);
  const due_at = momentOf(values.due_at, zone);
  const closes_at = values.late === 'refused' ? due_at : momentOf(values.closes_at, zone);
  return { section_id, subject_id, title, instructions, points, due_at, closes_at, status };
}

/** A field of minutes knows no seconds: a time that nobody touched stays as it is. */
export function taskChange(values: TaskValues, task: Task, zone: string): TaskChange {
  const { title, points } = values;
  const instructions = orNull(values.instructions);
  const kept = (clock: string, moment: string) =>
    clock === clockAt(moment, zone) ? moment : momentOf(clock, zone);
  const due_at = kept(values.due_at, task.due_at);
  const closes_at = values.late === 'refused' ? due_at : kept(values.closes_at, task.closes_at);
  return { title, instructions, points, due_at, closes_at };
}
