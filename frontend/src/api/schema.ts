/** The routes of the API without the base path that the client adds. */
import type { paths as documented } from '~/api/schema.gen';

export type paths = {
  [
    Path in keyof documented as Path extends `/api/v1${infer Rest}` ? Rest : never
  ]: documented[Path];
};

type QueryOf<Path extends keyof paths> = paths[Path] extends {
  get: { parameters: { query?: infer Query } };
}
  ? NonNullable<Query>
  : never;

export type UsersQuery = QueryOf<'/users'>;
export type SectionsQuery = QueryOf<'/sections'>;
export type AssignmentsQuery = QueryOf<'/teaching-assignments'>;
export type SubjectsQuery = QueryOf<'/subjects'>;
export type ProgressQuery = QueryOf<'/enrollment/progress'>;
export type AuditQuery = QueryOf<'/audit'>;
export type AnnouncementsQuery = QueryOf<'/announcements'>;
export type EventsQuery = QueryOf<'/events'>;
export type ModulesQuery = QueryOf<'/modules'>;
export type MeetingsQuery = QueryOf<'/meetings'>;
export type CalendarQuery = QueryOf<'/calendar'>;
export type TasksQuery = QueryOf<'/tasks'>;
export type SubmissionsQuery = QueryOf<'/submissions'>;
export type ConversationsQuery = QueryOf<'/conversations'>;
export type ContactsQuery = QueryOf<'/contacts'>;
export type MessagesQuery = QueryOf<'/messages'>;
export type DeletedQuery = QueryOf<'/deleted-messages'>;
