import type { Task } from '~/api/tasks-types';
import { dayAt, dayPlus, weekBegin } from '~/lib/zoned';

export const dueGroups = ['overdue', 'today', 'week', 'later', 'done'] as const;
export type DueGroup = (typeof dueGroups)[number];

interface Place {
  now: number;
  zone: string;
  /** With which day weeks begin; 0 is Sunday. */
  firstWeekday: number;
}

/** Under which heading a task stands for the student who has it. */
export function dueGroupOf(task: Task, { now, zone, firstWeekday }: Place): DueGroup {
  if (task.mine !== null && task.mine.status !== 'not_handed_in') return 'done';
  if (Date.parse(task.due_at) < now) return 'overdue';
  const today = dayAt(now, zone);
  const due = dayAt(task.due_at, zone);
  if (due === today) return 'today';
  return due <= dayPlus(weekBegin(today, firstWeekday), 6) ? 'week' : 'later';
}

/** The groups that hold anything, in order; within each the order of the list stays. */
export function groupedByDue(
  tasks: readonly Task[],
  place: Place,
): { group: DueGroup; tasks: Task[] }[] {
  const groups = dueGroups.map((group) => ({
    group,
    tasks: tasks.filter((task) => dueGroupOf(task, place) === group),
  }));
  return groups.filter((each) => each.tasks.length > 0);
}
