/** The shapes that the API speaks, under the names that the dashboards use. */
import type { components } from '~/api/schema.gen';
import type { Grade } from '~/api/tasks-types';

type Schemas = components['schemas'];

export type Role = Schemas['Role'];
export type GuardianRights = Schemas['GuardianRights'];
export type Child = Schemas['Child'];
export type Me = Schemas['Me'];
export type SessionAnswer = Schemas['Session'];
export type DeviceSession = Schemas['OpenSession'];
export type User = Schemas['User'];
export type NewUser = Schemas['NewUser'];
export type UserChange = Schemas['UserChange'];
export type Relationship = Schemas['Relationship'];
export type GuardianLink = Schemas['GuardianLink'];
export type NewGuardianLink = Schemas['NewGuardianLink'];
export type GuardianLinkChange = Schemas['GuardianLinkChange'];
export type Settings = Schemas['Settings'];
export type SettingsChange = Schemas['SettingsChange'];
export type SchoolYear = Schemas['SchoolYear'];
export type NewSchoolYear = Schemas['NewSchoolYear'];
export type PeriodChange = Schemas['PeriodChange'];
export type Term = Schemas['Term'];
export type NewTerm = Schemas['NewTerm'];
export type GradeLevel = Schemas['GradeLevel'];
export type NewGradeLevel = Schemas['NewGradeLevel'];
export type GradeLevelChange = Schemas['GradeLevelChange'];
export type Subject = Schemas['Subject'];
export type NewSubject = Schemas['NewSubject'];
export type SubjectChange = Schemas['SubjectChange'];
export type Section = Schemas['Section'];
export type NewSection = Schemas['NewSection'];
export type SectionChange = Schemas['SectionChange'];
export type PlacedStudent = Schemas['PlacedStudent'];
export type TeachingAssignment = Schemas['TeachingAssignment'];
export type EnrollmentStatus = Schemas['EnrollmentStatus'];
export type Progress = Schemas['EnrollmentProgress'];
export type ProgressStep = Schemas['EnrollmentStep'];
export type ProgressSummary = Schemas['EnrollmentSummary'];
export type NewProgress = Schemas['NewEnrollment'];
export type ProgressMove = Schemas['EnrollmentMove'];
export type BulkMove = Schemas['EnrollmentBulkMove'];
export type AuditEntry = Schemas['AuditEntry'];

export type Audience = Schemas['Audience'];
export type Announcement = Schemas['Announcement'];
export type AnnouncementStatus = Schemas['AnnouncementStatus'];
export type AnnouncementChange = Schemas['AnnouncementChange'];
export type NewAnnouncement = Schemas['NewAnnouncement'];
export type SchoolEvent = Schemas['SchoolEvent'];
export type EventChange = Schemas['SchoolEventChange'];
export type NewEvent = Schemas['NewSchoolEvent'];
export type Meeting = Schemas['Meeting'];
export type MeetingStatus = Schemas['MeetingStatus'];
export type MeetingChange = Schemas['MeetingChange'];
export type NewMeeting = Schemas['NewMeeting'];
export type CalendarEntry = Schemas['CalendarEntry'];
export type StoredFile = Schemas['File'];
export type FileLink = Schemas['FileLink'];
export type Disposition = Schemas['FileDisposition'];
export type Module = Schemas['Module'];
export type ModuleChange = Schemas['ModuleChange'];
export type ModuleOpening = Schemas['ModuleOpening'];
export type CalendarFeed = Schemas['CalendarFeed'];
export type Notification = Schemas['Notification'];

/** What the session may do with some records; the server says which in `permissions`. */
export type Permission =
  | 'read_accounts'
  | 'manage_accounts'
  | 'read_families'
  | 'manage_families'
  | 'read_settings'
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
  | 'read_audit'
  | 'read_notices'
  | 'manage_notices'
  | 'read_meetings'
  | 'manage_meetings'
  | 'manage_own_notifications'
  | 'read_tasks'
  | 'read_draft_tasks'
  | 'manage_tasks'
  | 'read_submissions'
  | 'read_unreturned_scores'
  | 'hand_in'
  | 'grade_submissions'
  | 'read_modules'
  | 'manage_modules'
  | 'converse'
  | 'manage_groups'
  | 'read_deleted_messages';

/** One page of a list. */
export interface Page<Item> {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
  total_capped?: boolean;
}

/** A refusal, with the facts that some kinds of it carry besides. */
export interface Problem extends Pick<Schemas['Problem'], 'type' | 'title' | 'status' | 'code'> {
  detail?: string;
  errors?: Schemas['FieldError'][];
  dependents?: { kind: string; count: number }[];
  conflict?: {
    with: 'host' | 'section';
    starts_at: string | null;
    ends_at: string | null;
    meeting: { id: string; title: string } | null;
  };
  /** The largest file that would have been taken, in bytes. */
  most_bytes?: number;
  refused?: { student_id: string; code: string; detail: string }[];
  /** Since when nothing can be handed in. */
  closed_at?: string;
  /** Where the record stands now. */
  current_version?: number;
  /** What stands in place of what was not written. */
  current?: Grade;
}

/** Whether the server and what it needs are well. */
export interface Readiness {
  well: boolean;
  /** What is away, when something is. */
  detail: string | null;
}
