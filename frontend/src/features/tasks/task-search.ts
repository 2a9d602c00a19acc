import type { TasksQuery } from '~/api/schema';
import { tasksQuery } from '~/api/tasks';

/** How a task stands for those who plan it. */
export const taskStages = ['draft', 'open', 'closed'] as const;
export type TaskStage = (typeof taskStages)[number];

/** The view of the tasks as it stands in the address. */
export interface TasksSearch {
  q?: string | undefined;
  section?: string | undefined;
  subject?: string | undefined;
  stage?: TaskStage | undefined;
  to_grade?: boolean | undefined;
  /** For families: what can no longer be handed in. */
  view?: 'closed' | undefined;
  /** For parents: about which child. */
  child?: string | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

const ofStage: Record<TaskStage, TasksQuery> = {
  draft: { status: 'draft' },
  open: { status: 'published', open: true },
  closed: { status: 'published', open: false },
};

function filters(search: TasksSearch): TasksQuery {
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(search.section === undefined ? {} : { section_id: search.section }),
    ...(search.subject === undefined ? {} : { subject_id: search.subject }),
  };
}

/** The list of those who set tasks or watch over them. */
export function plannedQuery(search: TasksSearch): TasksQuery {
  return {
    ...filters(search),
    ...(search.stage === undefined ? {} : ofStage[search.stage]),
    ...(search.to_grade === true ? { to_grade: true } : {}),
    sort: search.sort ?? '-due_at',
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}

/** The list of a student, or of a parent about a child. What is open stands in groups, so all of it comes. */
export function homeworkQuery(search: TasksSearch, studentId?: string): TasksQuery {
  const closed = search.view === 'closed';
  return {
    ...filters(search),
    ...(studentId === undefined ? {} : { student_id: studentId }),
    open: !closed,
    sort: closed ? '-due_at' : 'due_at',
    limit: search.limit ?? (closed ? 20 : 100),
    offset: search.offset ?? 0,
  };
}

export function isFiltered(search: TasksSearch): boolean {
  const { q, section, subject, stage, to_grade } = search;
  return [q, section, subject, stage].some((filter) => filter !== undefined) || to_grade === true;
}

/** What a teacher has to grade, the longest waiting first. */
export const toGradeQuery = () => tasksQuery({ to_grade: true, sort: 'due_at', limit: 5 });

/** What the teacher's sections are working on, the next due first; that of colleagues is among it. */
export const underWayQuery = () =>
  tasksQuery({ status: 'published', open: true, sort: 'due_at', limit: 100 });

/** What a student, or a parent's child, still has time for. */
export const openWorkQuery = (studentId?: string) =>
  tasksQuery({
    ...(studentId === undefined ? {} : { student_id: studentId }),
    open: true,
    sort: 'due_at',
    limit: 50,
  });

/** The tasks of one section, on its own page. */
export const sectionTasksQuery = (sectionId: string) =>
  tasksQuery({ section_id: sectionId, sort: '-due_at', limit: 20 });

const step = 10 * 60_000;
const graceDays = 7;

/**
 * What was due a week ago or longer, the longest first: by then it should be graded. The moment
 * moves in steps, so that a question keeps for a while.
 */
export const longDueQuery = (now: number = Date.now()) =>
  tasksQuery({
    status: 'published',
    due_to: new Date(Math.floor(now / step) * step - graceDays * 86_400_000).toISOString(),
    sort: '-due_at',
    limit: 100,
  });
