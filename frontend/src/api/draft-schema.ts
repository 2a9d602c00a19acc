/** Shapes of the routes that the generated types do not know yet. */
import type { Role } from '~/api/types';

export interface Audience {
  everyone: boolean;
  roles: Role[];
  section_ids: string[];
}

export type AnnouncementStatus = 'scheduled' | 'live' | 'expired';

export interface NewAnnouncement {
  title: string;
  body: string;
  audience: Audience;
  pinned?: boolean;
  publish_at?: string | null;
  expires_at?: string | null;
}

export type AnnouncementChange = Partial<NewAnnouncement>;

export interface Announcement {
  id: string;
  title: string;
  body: string;
  body_html: string;
  audience: Audience;
  pinned: boolean;
  publish_at: string;
  expires_at: string | null;
  status: AnnouncementStatus;
  author_id: string | null;
  author_name: string | null;
  read: boolean;
  read_count: number | null;
  addressed_count: number | null;
  version: number;
}

export interface AnnouncementReader {
  user_id: string;
  name: string;
  read_at: string;
}

export interface NewEvent {
  title: string;
  body: string;
  place: string | null;
  all_day: boolean;
  starts_on?: string;
  ends_on?: string;
  starts_at?: string;
  ends_at?: string;
  audience: Audience;
}

export type EventChange = Partial<NewEvent>;

export interface SchoolEvent {
  id: string;
  title: string;
  body: string;
  body_html: string;
  place: string | null;
  all_day: boolean;
  starts_at: string;
  ends_at: string;
  starts_on: string | null;
  ends_on: string | null;
  audience: Audience;
  author_id: string | null;
  author_name: string | null;
  version: number;
}

export type MeetingStatus = 'scheduled' | 'live' | 'ended' | 'cancelled';

export interface MeetingChange {
  title?: string;
  starts_at?: string;
  ends_at?: string;
  url?: string;
}

export interface NewMeeting extends Required<MeetingChange> {
  section_id: string;
}

export interface Meeting {
  id: string;
  title: string;
  section_id: string;
  section_name: string;
  host_id: string;
  host_name: string;
  starts_at: string;
  ends_at: string;
  url: string;
  status: MeetingStatus;
  started_at: string | null;
  ended_at: string | null;
  cancelled_at: string | null;
  cancel_reason: string | null;
  allowed_next: MeetingStatus[];
  version: number;
}

export interface CalendarEntry {
  kind: 'event' | 'meeting';
  id: string;
  title: string;
  all_day: boolean;
  starts_at: string;
  ends_at: string;
  starts_on: string | null;
  ends_on: string | null;
  place: string | null;
  section_id: string | null;
  section_name: string | null;
  status: MeetingStatus | null;
  url: string | null;
  host_name: string | null;
}

export interface CalendarAnswer {
  time_zone: string;
  from: string;
  to: string;
  items: CalendarEntry[];
  truncated?: boolean;
}

export interface CalendarFeed {
  active: boolean;
  created_at: string | null;
  last_used_on: string | null;
}

export type NotificationKind =
  | 'announcement_published'
  | 'event_added'
  | 'meeting_scheduled'
  | 'meeting_reminder'
  | 'meeting_started'
  | 'meeting_cancelled';

export interface Notification {
  id: string;
  kind: NotificationKind;
  created_at: string;
  read: boolean;
  title: string;
  announcement_id: string | null;
  event_id: string | null;
  meeting_id: string | null;
  section_id: string | null;
  starts_at: string | null;
}

export type MailArea = 'announcements' | 'events' | 'meetings';

interface Listed<Item> {
  items: Item[];
  total: number;
  limit: number;
  offset: number;
  total_capped?: boolean;
}

interface Paged {
  q?: string;
  sort?: string;
  limit?: number;
  offset?: number;
}

interface Answers<Status extends number, Body> {
  responses: Record<Status, { headers: object; content: { 'application/json': Body } }>;
}

interface Empty {
  responses: { 204: { headers: object; content?: never } };
}

interface ById {
  path: { id: string };
}

interface Matching {
  header: { 'If-Match': string };
}

interface Once {
  header?: { 'Idempotency-Key'?: string };
}

interface Takes<Body> {
  requestBody: { content: { 'application/json': Body } };
}

interface List<Query, Item> {
  get: { parameters: { query?: Query } } & Answers<200, Listed<Item>>;
}

interface Create<Body, Item> {
  post: { parameters: Once } & Takes<Body> & Answers<201, Item>;
}

interface Single<Change, Item> {
  get: { parameters: ById } & Answers<200, Item>;
  patch: { parameters: ById & Matching } & Takes<Change> & Answers<200, Item>;
  delete: { parameters: ById & Matching } & Empty;
}

interface MeetingStep<Body> {
  post: { parameters: ById & Matching } & Takes<Body> & Answers<200, Meeting>;
}

interface StepAlone {
  post: { parameters: ById & Matching } & Answers<200, Meeting>;
}

export interface DraftPaths {
  '/announcements': List<
    Paged & { status?: AnnouncementStatus; pinned?: boolean; unread?: boolean },
    Announcement
  > &
    Create<NewAnnouncement, Announcement>;
  '/announcements/{id}': Single<AnnouncementChange, Announcement>;
  '/announcements/{id}/read': { post: { parameters: ById } & Empty };
  '/announcements/{id}/readers': {
    get: { parameters: ById & { query?: Paged } } & Answers<200, Listed<AnnouncementReader>>;
  };
  '/notices/preview': {
    post: { parameters: object } & Takes<{ body?: string; audience?: Audience }> &
      Answers<200, { body_html?: string | null; people?: number | null }>;
  };
  '/events': List<Paged & { from?: string; to?: string }, SchoolEvent> &
    Create<NewEvent, SchoolEvent>;
  '/events/{id}': Single<EventChange, SchoolEvent>;
  '/meetings': List<
    Paged & { from?: string; to?: string; section_id?: string; status?: string },
    Meeting
  > &
    Create<NewMeeting, Meeting>;
  '/meetings/section/{section_id}': {
    get: { parameters: { path: { section_id: string }; query?: Paged } } & Answers<
      200,
      Listed<Meeting>
    >;
  };
  '/meetings/{id}': Omit<Single<MeetingChange, Meeting>, 'delete'>;
  '/meetings/{id}/start': StepAlone;
  '/meetings/{id}/end': StepAlone;
  '/meetings/{id}/cancel': MeetingStep<{ reason?: string | null }>;
  '/calendar': {
    get: {
      parameters: { query: { from: string; to: string; kinds?: string; section_id?: string } };
    } & Answers<200, CalendarAnswer>;
  };
  '/calendar/feed': {
    get: { parameters: object } & Answers<200, CalendarFeed>;
    post: { parameters: object } & Answers<200, { url: string; created_at: string }>;
    delete: { parameters: object } & Empty;
  };
  '/notifications': List<{ unread?: boolean; limit?: number; offset?: number }, Notification>;
  '/notifications/summary': { get: { parameters: object } & Answers<200, { unread: number }> };
  '/notifications/read': {
    post: { parameters: object } & Takes<{ ids: string[] } | { all: true }> & Empty;
  };
  '/notifications/preferences': {
    get: { parameters: object } & Answers<200, { mail: MailArea[] }>;
    put: { parameters: object } & Takes<{ mail: MailArea[] }> & Answers<200, { mail: MailArea[] }>;
  };
}
