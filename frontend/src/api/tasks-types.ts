import type { Disposition, FileLink, StoredFile } from '~/api/types';
/** What the API says of tasks and hand-ins, and the routes that say it. */

export type TaskStatus = 'draft' | 'published';
export type WorkStatus = 'not_handed_in' | 'handed_in' | 'returned';

/** How far a student has come with a task. */
export interface Work {
  status: WorkStatus;
  late: boolean;
  submission_id: string | null;
  score: number | null;
  points: number;
  submitted_at: string | null;
}

/** How far a section has come with a task. */
export interface TaskProgress {
  expected: number;
  handed_in: number;
  late: number;
  graded: number;
  returned: number;
}

export interface Task {
  id: string;
  section_id: string;
  section_name: string;
  subject_id: string;
  subject_title: string;
  title: string;
  instructions: string | null;
  instructions_html: string;
  points: number;
  due_at: string;
  closes_at: string;
  status: TaskStatus;
  published_at: string | null;
  author_id: string;
  author_name: string;
  attachments: StoredFile[];
  manageable: boolean;
  is_closed: boolean;
  version: number;
  mine: Work | null;
  progress: TaskProgress | null;
}

export interface NewTask {
  section_id: string;
  subject_id: string;
  title: string;
  instructions?: string | null;
  points: number;
  due_at: string;
  closes_at?: string;
  status?: TaskStatus;
}

export type TaskChange = Partial<Omit<NewTask, 'section_id' | 'subject_id'>>;

/** What a student has prepared and not handed in. */
export interface TaskDraft {
  text: string;
  files: StoredFile[];
  version: number;
  updated_at: string | null;
}

export interface Submission {
  id: string;
  task_id: string;
  task_title: string;
  section_id: string;
  subject_id: string;
  student_id: string;
  student_name: string;
  number: number;
  text: string | null;
  files: StoredFile[];
  submitted_at: string;
  late: boolean;
  score: number | null;
  comment: string | null;
  graded_at: string | null;
  graded_by_name: string | null;
  returned_at: string | null;
  receipt_number: number;
  points: number;
  gradable: boolean;
  is_latest: boolean;
  version: number;
}

export type RosterStatus = 'missing' | 'handed_in' | 'late' | 'graded' | 'returned';

/** One student of the section, with the latest hand-in. */
export interface RosterLine {
  student_id: string;
  student_name: string;
  status: RosterStatus;
  late: boolean;
  submission: Submission | null;
}

/** What somebody else has given for a hand-in meanwhile. */
export type Grade = Pick<
  Submission,
  'score' | 'comment' | 'graded_by_name' | 'graded_at' | 'returned_at'
>;

interface Paged {
  limit?: number;
  offset?: number;
}

export interface TasksQuery extends Paged {
  q?: string;
  section_id?: string;
  subject_id?: string;
  status?: TaskStatus;
  due_from?: string;
  due_to?: string;
  student_id?: string;
  to_grade?: boolean;
  open?: boolean;
  sort?: string;
}

export interface SubmissionsQuery extends Paged {
  student_id?: string;
  section_id?: string;
  returned?: boolean;
  sort?: string;
}

interface TaskList<Item> extends Required<Paged> {
  items: Item[];
  total: number;
  total_capped?: boolean;
}

interface Versioned {
  'If-Match': string;
}

interface Once {
  'Idempotency-Key': string;
}

interface Json<Body> {
  content: { 'application/json': Body };
}

interface Route<Answer, Parameters = object, Body = never> {
  parameters: Parameters;
  requestBody: [Body] extends [never] ? never : Json<Body>;
  responses: { 200: { headers: object } & Json<Answer> };
}

/** A route without a body leaves the body out. */
type Bare<Answer, Parameters = object> = Omit<Route<Answer, Parameters>, 'requestBody'>;

interface ById {
  id: string;
}

interface ByFile extends ById {
  file_id: string;
}

type LinkRoute = {
  post: Route<FileLink, { path: ByFile }, { disposition: Disposition }>;
};

export interface TaskPaths {
  '/tasks': {
    get: Bare<TaskList<Task>, { query?: TasksQuery }>;
    post: Route<Task, { header?: Once }, NewTask>;
  };
  '/tasks/preview': {
    post: Route<{ instructions_html: string }, object, { instructions: string }>;
  };
  '/tasks/{id}': {
    get: Bare<Task, { path: ById; query?: { student_id?: string } }>;
    patch: Route<Task, { path: ById; header: Versioned }, TaskChange>;
    delete: Bare<undefined, { path: ById; header: Versioned }>;
  };
  '/tasks/{id}/attachments/{file_id}': {
    delete: Bare<Task, { path: ByFile }>;
  };
  '/tasks/{id}/attachments/{file_id}/link': LinkRoute;
  '/tasks/{id}/draft': {
    get: Bare<TaskDraft, { path: ById }>;
    put: Route<TaskDraft, { path: ById; header: Versioned }, { text: string }>;
  };
  '/tasks/{id}/draft/files/{file_id}': {
    delete: Bare<TaskDraft, { path: ByFile }>;
  };
  '/tasks/{id}/draft/files/{file_id}/link': LinkRoute;
  '/tasks/{id}/submissions': {
    get: Bare<
      TaskList<Submission>,
      { path: ById; query?: Paged & { student_id?: string; all?: boolean } }
    >;
    post: Route<Submission, { path: ById; header?: Once }, { text?: string; file_ids: string[] }>;
  };
  '/tasks/{id}/roster': {
    get: Bare<
      TaskList<RosterLine>,
      { path: ById; query?: Paged & { status?: RosterStatus; q?: string } }
    >;
  };
  '/tasks/{id}/return': {
    post: Route<{ returned: number }, { path: ById }, { submission_ids?: string[] }>;
  };
  '/submissions': {
    get: Bare<TaskList<Submission>, { query?: SubmissionsQuery }>;
  };
  '/submissions/{id}': {
    get: Bare<Submission, { path: ById }>;
  };
  '/submissions/{id}/grade': {
    post: Route<
      Submission,
      { path: ById; header: Versioned },
      { score: number; comment?: string | null }
    >;
  };
  '/submissions/{id}/return': {
    post: Bare<Submission, { path: ById; header: Versioned }>;
  };
  '/submissions/{id}/files/{file_id}/link': LinkRoute;
}
