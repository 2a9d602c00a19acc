/** The shapes of tasks and hand-ins, under the names that the dashboards use. */
import type { components } from '~/api/schema.gen';

type Schemas = components['schemas'];

export type Task = Schemas['Task'];
export type TaskStatus = Schemas['TaskStatus'];
export type NewTask = Schemas['NewTask'];
export type TaskChange = Schemas['TaskChange'];
/** How far a student has come with a task. */
export type Work = Schemas['TaskOfStudent'];
/** How far a section has come with a task. */
export type TaskProgress = Schemas['TaskProgress'];
/** What a student has prepared and not handed in. */
export type TaskDraft = Schemas['SubmissionDraft'];
export type Submission = Schemas['Submission'];
export type NewSubmission = Schemas['NewSubmission'];
export type NewGrade = Schemas['NewGrade'];
/** One student of the section, with the latest hand-in. */
export type RosterLine = Schemas['RosterLine'];

/** What somebody else has given for a hand-in meanwhile. */
export type Grade = Pick<
  Submission,
  'score' | 'comment' | 'graded_by_name' | 'graded_at' | 'returned_at'
>;
