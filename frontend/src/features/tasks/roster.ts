import type { RosterLine } from '~/api/tasks-types';

/** Whom the grading view lists. `graded` has a score that the student does not see yet. */
export const rosterFilters = ['missing', 'to_grade', 'late', 'graded', 'returned'] as const;
export type RosterFilter = (typeof rosterFilters)[number];

export function isListed(line: RosterLine, filter: RosterFilter | undefined): boolean {
  const { submission, late } = line;
  if (filter === undefined) return true;
  if (filter === 'missing') return submission === null;
  if (submission === null) return false;
  if (filter === 'late') return late;
  if (filter === 'returned') return submission.returned_at !== null;
  if (submission.returned_at !== null) return false;
  return (filter === 'graded') === (submission.graded_at !== null);
}

/** The lines of a filter whose names have every word that was typed. */
export function listedLines(
  lines: readonly RosterLine[],
  filter: RosterFilter | undefined,
  text: string | undefined,
): RosterLine[] {
  const words = plain(text ?? '').split(/\s+/);
  return lines.filter(
    (line) =>
      isListed(line, filter) && words.every((word) => plain(line.student_name).includes(word)),
  );
}

function plain(text: string): string {
  return text.trim().toLocaleLowerCase().normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** The students before and after one in a list; the first and the last when that one is not in it. */
export function neighbours(
  lines: readonly RosterLine[],
  studentId: string | undefined,
): { previous: string | undefined; next: string | undefined; place: number } {
  const place = lines.findIndex((line) => line.student_id === studentId);
  return {
    previous: place > 0 ? lines[place - 1]?.student_id : undefined,
    next: lines[place + 1]?.student_id,
    place,
  };
}
