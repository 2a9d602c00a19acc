import type { RosterFilter } from '~/features/tasks/roster';

/** The grading view as it stands in the address. */
export interface GradingSearch {
  student?: string | undefined;
  show?: RosterFilter | undefined;
  q?: string | undefined;
}
