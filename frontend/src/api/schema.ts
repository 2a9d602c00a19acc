/** The routes of the API, in the shape that openapi-typescript writes. */
import type {
  AuditPage,
  BulkMove,
  DeviceSession,
  EnrollmentStatus,
  GradeLevel,
  GuardianLink,
  GuardianLinkChange,
  Me,
  NewGuardianLink,
  NewProgress,
  NewSection,
  NewUser,
  Page,
  PlacedStudent,
  Problem,
  Progress,
  ProgressMove,
  ProgressSummary,
  PublicSettings,
  Role,
  SchoolYear,
  Section,
  SessionAnswer,
  Settings,
  SettingsChange,
  Subject,
  TeachingAssignment,
  Term,
  User,
  UserChange,
  UserSummary,
} from '~/api/types';

interface JsonContent<Body> {
  headers: Record<string, unknown>;
  content: { 'application/json': Body };
}

interface ProblemContent {
  headers: Record<string, unknown>;
  content: { 'application/problem+json': Problem };
}

interface Empty {
  headers: Record<string, unknown>;
  content?: never;
}

interface Shape {
  query?: object;
  path?: object;
  header?: object;
  body?: unknown;
}

type Part<S extends Shape, Key extends keyof Shape> = Key extends keyof S ? S[Key] : undefined;

type Parameters<S extends Shape> = (Part<S, 'query'> extends object
  ? { query?: Part<S, 'query'> }
  : { query?: never }) &
  (Part<S, 'path'> extends object ? { path: Part<S, 'path'> } : { path?: never }) &
  (Part<S, 'header'> extends object ? { header: Part<S, 'header'> } : { header?: never });

type Operation<Answer, S extends Shape = object> = {
  parameters: Parameters<S>;
  responses: { 200: Answer extends void ? Empty : JsonContent<Answer>; default: ProblemContent };
} & (undefined extends Part<S, 'body'>
  ? { requestBody?: never }
  : { requestBody: { content: { 'application/json': Part<S, 'body'> } } });

interface Paging {
  limit?: number;
  offset?: number;
}

interface IfMatch {
  header: { 'If-Match': string };
}

interface Once {
  header: { 'Idempotency-Key'?: string };
}

interface ById {
  path: { id: string };
}

interface BrowserOnly {
  header: { 'X-Requested-With': 'homeroom' };
}

interface Collection<Item, Query extends object, New> {
  get: Operation<Page<Item>, { query: Paging & Query }>;
  post: Operation<Item, Once & { body: New }>;
}

interface Member<Item, Change> {
  get: Operation<Item, ById>;
  patch: Operation<Item, ById & IfMatch & { body: Change }>;
  delete: Operation<void, ById & IfMatch>;
}

type Fields<Item> = Omit<Item, 'id' | 'version'>;

export interface UsersQuery extends Paging {
  q?: string;
  role?: Role;
  active?: boolean;
  without_guardian?: boolean;
  never_logged_in?: boolean;
  sort?: string;
}

export interface SectionsQuery extends Paging {
  school_year_id?: string;
  grade_level_id?: string;
  q?: string;
  sort?: string;
}

export interface ProgressQuery extends Paging {
  school_year_id?: string;
  status?: string;
  grade_level_id?: string;
  q?: string;
  sort?: string;
}

export interface AuditQuery {
  before?: string;
  limit?: number;
  actor_id?: string;
  action?: string;
}

export type { EnrollmentStatus };

interface GuardianPath {
  path: { id: string; link_id: string };
}

export interface paths {
  '/auth/login': {
    post: Operation<SessionAnswer, { body: { email: string; password: string } }>;
  };
  '/auth/refresh': { post: Operation<SessionAnswer, BrowserOnly> };
  '/auth/logout': { post: Operation<void, BrowserOnly> };
  '/auth/logout-all': { post: Operation<void, BrowserOnly> };
  '/auth/sessions': { get: Operation<{ items: DeviceSession[] }> };
  '/auth/sessions/{id}': { delete: Operation<void, ById> };
  '/auth/forgot': { post: Operation<void, { body: { email: string } }> };
  '/auth/reset': { post: Operation<void, { body: { token: string; password: string } }> };
  '/users/me': {
    get: Operation<Me>;
    patch: Operation<Me, IfMatch & { body: { first_name?: string; last_name?: string } }>;
  };
  '/users/me/password': {
    put: Operation<void, { body: { current_password: string; new_password: string } }>;
  };
  '/users': Collection<User, UsersQuery, NewUser>;
  '/users/summary': { get: Operation<UserSummary> };
  '/users/{id}': {
    get: Operation<User, ById>;
    patch: Operation<User, ById & IfMatch & { body: UserChange }>;
  };
  '/users/{id}/deactivate': { post: Operation<User, ById & IfMatch> };
  '/users/{id}/reactivate': { post: Operation<User, ById & IfMatch> };
  '/users/{id}/invite': { post: Operation<void, ById> };
  '/students/{id}/guardians': {
    get: Operation<Page<GuardianLink>, ById>;
    post: Operation<GuardianLink, ById & Once & { body: NewGuardianLink }>;
  };
  '/students/{id}/guardians/{link_id}': {
    patch: Operation<GuardianLink, GuardianPath & IfMatch & { body: GuardianLinkChange }>;
    delete: Operation<void, GuardianPath & IfMatch>;
  };
  '/settings': {
    get: Operation<Settings>;
    patch: Operation<Settings, IfMatch & { body: SettingsChange }>;
  };
  '/settings/public': { get: Operation<PublicSettings> };
  '/school-years': Collection<SchoolYear, object, Fields<SchoolYear>>;
  '/school-years/{id}': Member<SchoolYear, Partial<Fields<SchoolYear>>>;
  '/terms': Collection<Term, { school_year_id?: string }, Fields<Term>>;
  '/terms/{id}': Member<Term, Partial<Omit<Fields<Term>, 'school_year_id'>>>;
  '/grade-levels': Collection<GradeLevel, object, Fields<GradeLevel>>;
  '/grade-levels/{id}': Member<GradeLevel, Partial<Fields<GradeLevel>>>;
  '/subjects': Collection<Subject, { q?: string; sort?: string }, Fields<Subject>>;
  '/subjects/{id}': Member<Subject, Partial<Fields<Subject>>>;
  '/sections': Collection<Section, SectionsQuery, NewSection>;
  '/sections/{id}': Member<Section, Partial<NewSection>>;
  '/sections/{id}/students': {
    get: Operation<Page<PlacedStudent>, ById & { query: Paging & { q?: string } }>;
    post: Operation<PlacedStudent, ById & Once & { body: { student_id: string; move?: boolean } }>;
  };
  '/sections/{id}/students/{student_id}': {
    delete: Operation<void, { path: { id: string; student_id: string } }>;
  };
  '/sections/{id}/teachers': {
    get: Operation<Page<TeachingAssignment>, ById & { query: Paging }>;
    post: Operation<
      TeachingAssignment,
      ById & Once & { body: { teacher_id: string; subject_id: string } }
    >;
  };
  '/sections/{id}/teachers/{assignment_id}': {
    delete: Operation<void, { path: { id: string; assignment_id: string } }>;
  };
  '/enrollment/progress/me': {
    get: Operation<Progress, { query: { include?: 'history' } }>;
  };
  '/enrollment/progress': Collection<Progress, ProgressQuery, NewProgress>;
  '/enrollment/progress/summary': {
    get: Operation<ProgressSummary, { query: { school_year_id?: string } }>;
  };
  '/enrollment/progress/bulk': { post: Operation<{ items: Progress[] }, { body: BulkMove }> };
  '/enrollment/progress/{student_id}': {
    get: Operation<
      Progress,
      {
        path: { student_id: string };
        query: { school_year_id?: string; include?: 'history' };
      }
    >;
    patch: Operation<
      Progress,
      IfMatch & {
        path: { student_id: string };
        query: { school_year_id?: string };
        body: ProgressMove;
      }
    >;
  };
  '/audit': { get: Operation<AuditPage, { query: AuditQuery }> };
}
