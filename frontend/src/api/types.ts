/** The shapes that the API speaks. One name each; everything else imports them from here. */

export type Role =
  | 'admin'
  | 'principal'
  | 'academic_coordinator'
  | 'registrar'
  | 'accounting'
  | 'guidance'
  | 'teacher'
  | 'student'
  | 'parent';

export type Permission =
  | 'read_accounts'
  | 'manage_accounts'
  | 'manage_own_account'
  | 'read_families'
  | 'manage_families'
  | 'read_settings'
  | 'read_public_settings'
  | 'manage_settings'
  | 'read_catalog'
  | 'manage_catalog'
  | 'read_sections'
  | 'manage_sections'
  | 'read_placements'
  | 'manage_placements'
  | 'read_assignments'
  | 'manage_assignments'
  | 'read_enrollment'
  | 'manage_enrollment'
  | 'read_audit';

export interface FieldProblem {
  field: string;
  code: string;
  message: string;
}

export interface Problem {
  type: string;
  title: string;
  status: number;
  detail?: string;
  instance?: string;
  code: string;
  request_id?: string;
  errors?: FieldProblem[];
  allowed_next?: EnrollmentStatus[];
  current_version?: number;
  dependents?: { kind: string; count: number }[];
  refused?: { student_id: string; code: string; detail: string }[];
}

export interface Page<Item> {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
  total_capped?: boolean;
}

export interface GuardianRights {
  academics: boolean;
  money: boolean;
  contact: boolean;
}

export interface Child {
  id: string;
  first_name: string;
  last_name: string;
  rights: GuardianRights;
}

export interface Me {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  roles: Role[];
  primary_role: Role;
  active: boolean;
  version: number;
  permissions: Permission[];
  children: Child[];
}

export interface SessionAnswer {
  access_token: string;
  token_type: 'Bearer';
  expires_in: number;
  user: Me;
}

export interface DeviceSession {
  id: string;
  device: string;
  address: string | null;
  created_at: string;
  last_used_at: string;
  expires_at: string;
  current: boolean;
}

export interface User {
  id: string;
  email: string;
  first_name: string;
  last_name: string;
  roles: Role[];
  primary_role: Role;
  active: boolean;
  invited: boolean;
  last_login_at: string | null;
  created_at: string;
  version: number;
}

export interface UserSummary {
  by_role: { role: Role; active: number; inactive: number }[];
  never_logged_in: number;
}

export interface NewUser {
  email: string;
  first_name: string;
  last_name: string;
  roles: Role[];
  primary_role: Role;
  invite: boolean;
}

export interface UserChange {
  email?: string;
  first_name?: string;
  last_name?: string;
  roles?: Role[];
  primary_role?: Role;
}

export type Relationship = 'mother' | 'father' | 'guardian' | 'grandparent' | 'other';

export interface GuardianLink {
  id: string;
  student_id: string;
  guardian: { id: string; first_name: string; last_name: string; email: string };
  relationship: Relationship;
  rights: GuardianRights;
  starts_on: string;
  ends_on: string | null;
  version: number;
}

export interface NewGuardianLink {
  guardian_id: string;
  relationship: Relationship;
  rights: GuardianRights;
  starts_on: string;
  ends_on?: string | null;
}

export type GuardianLinkChange = Partial<Omit<NewGuardianLink, 'guardian_id'>>;

export interface PublicSettings {
  school_name: string;
  address: string;
  time_zone: string;
  currency: string;
  locale: string;
  classmates_may_chat: boolean;
  version: number;
}

export interface Settings extends PublicSettings {
  max_upload_bytes: number;
}

export type SettingsChange = Partial<Omit<Settings, 'version'>>;

export interface SchoolYear {
  id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  current: boolean;
  version: number;
}

export interface Term {
  id: string;
  school_year_id: string;
  name: string;
  starts_on: string;
  ends_on: string;
  version: number;
}

export interface GradeLevel {
  id: string;
  code: string;
  name: string;
  position: number;
  version: number;
}

export interface Subject {
  id: string;
  code: string;
  title: string;
  version: number;
}

export interface Section {
  id: string;
  name: string;
  grade_level: string;
  grade_level_id: string;
  school_year_id: string;
  adviser_id: string | null;
  adviser_name: string | null;
  room: string | null;
  capacity: number;
  enrolled: number;
  version: number;
}

export interface NewSection {
  name: string;
  grade_level_id: string;
  school_year_id: string;
  adviser_id: string | null;
  room: string | null;
  capacity: number;
}

export interface PlacedStudent {
  student_id: string;
  first_name: string;
  last_name: string;
  email: string;
  placed_on: string;
}

export interface TeachingAssignment {
  id: string;
  teacher_id: string;
  teacher_name: string;
  subject_id: string;
  subject_code: string;
  subject_title: string;
}

export type EnrollmentStatus =
  | 'submitted'
  | 'documents_pending'
  | 'under_review'
  | 'assessment'
  | 'approved'
  | 'waitlisted'
  | 'rejected'
  | 'payment_pending'
  | 'enrolled'
  | 'withdrawn';

export interface ProgressStep {
  from: EnrollmentStatus | null;
  to: EnrollmentStatus;
  remarks: string | null;
  changed_by: string | null;
  changed_by_name: string | null;
  changed_at: string;
}

export interface Progress {
  student_id: string;
  student_name: string;
  school_year_id: string;
  grade_level_id: string;
  grade_level: string;
  status: EnrollmentStatus;
  remarks: string | null;
  section_id: string | null;
  section_name: string | null;
  submitted_at: string;
  changed_at: string;
  changed_by: string | null;
  changed_by_name: string | null;
  allowed_next: EnrollmentStatus[];
  version: number;
  history?: ProgressStep[];
}

export interface ProgressSummary {
  school_year_id: string | null;
  by_status: { status: EnrollmentStatus; count: number; oldest_changed_at: string | null }[];
}

export interface NewProgress {
  student_id: string;
  school_year_id: string;
  grade_level_id: string;
  remarks?: string;
}

export interface ProgressMove {
  status: EnrollmentStatus;
  remarks?: string;
  section_id?: string;
}

export interface BulkMove extends ProgressMove {
  school_year_id?: string;
  moves: { student_id: string; version: number }[];
}

export interface AuditEntry {
  id: string;
  at: string;
  actor_id: string | null;
  actor_name: string | null;
  address: string | null;
  request_id: string | null;
  action: string;
  record_kind: string;
  record_id: string | null;
  before: unknown;
  after: unknown;
}

export interface AuditPage {
  items: AuditEntry[];
  next: string | null;
}

export interface Readiness {
  well: boolean;
  /** What is away, when something is. */
  detail: string | null;
}
