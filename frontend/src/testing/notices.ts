/** What an invented school tells, plans and meets about. */
import type { Announcement, Meeting, Notification, SchoolEvent, Section, User } from '~/api/types';

const hour = 3_600_000;
const day = 24 * hour;
const everyone = { everyone: true, roles: [], section_ids: [] };

function id(kind: number, number: number): string {
  return `01930000-0000-7${String(kind).padStart(3, '0')}-8000-${String(number).padStart(12, '0')}`;
}

function moment(now: number, offset: number): string {
  return new Date(now + offset).toISOString();
}

function named(user: User): string {
  return `${user.first_name} ${user.last_name}`;
}

function announcements(now: number, author: User): Announcement[] {
  const texts: [string, string, Partial<Announcement>][] = [
    ['Classes are suspended on Friday', 'The **water supply** of the town is repaired.', {}],
    [
      'Report cards',
      'They are handed out in the sections.\n\n- Grade 7\n- Grade 8',
      { read: true },
    ],
    ['Enrollment for next year', 'It opens in March.', { read: true, pinned: true }],
    ['Sports day', 'Bring water.', { status: 'scheduled', publish_at: moment(now, 2 * day) }],
    ['Old news', 'It is over.', { status: 'expired', expires_at: moment(now, -day) }],
  ];
  return texts.map(([title, body, facts], number) =>
    Object.assign(
      {
        id: id(1, number),
        title,
        body,
        body_html: `<p>${body}</p>`,
        audience: everyone,
        pinned: false,
        publish_at: moment(now, -(number + 1) * 5 * hour),
        expires_at: null,
        status: 'live' as const,
        author_id: author.id,
        author_name: named(author),
        read: false,
        read_count: 12,
        addressed_count: 214,
        version: 1,
      },
      facts,
    ),
  );
}

function events(now: number, author: User): SchoolEvent[] {
  const today = moment(now, 0).slice(0, 10);
  const later = moment(now, 2 * day).slice(0, 10);
  const shared = {
    body: 'Everybody is welcome.',
    body_html: '<p>Everybody is welcome.</p>',
    audience: everyone,
    author_id: author.id,
    author_name: named(author),
    version: 1,
  };
  return [
    {
      ...shared,
      id: id(2, 1),
      title: 'Foundation days',
      place: 'Whole school',
      all_day: true,
      starts_at: `${today}T00:00:00Z`,
      ends_at: `${later}T00:00:00Z`,
      starts_on: today,
      ends_on: later,
    },
    {
      ...shared,
      id: id(2, 2),
      title: 'Meeting of parents and teachers',
      place: 'Gymnasium',
      all_day: false,
      starts_at: moment(now, day),
      ends_at: moment(now, day + 2 * hour),
      starts_on: null,
      ends_on: null,
    },
  ];
}

function meetings(now: number, host: User, section: Section): Meeting[] {
  const shared = {
    section_id: section.id,
    section_name: `${section.grade_level} – ${section.name}`,
    host_id: host.id,
    host_name: named(host),
    url: 'https://meet.example/abc-defg',
    started_at: null,
    ended_at: null,
    cancelled_at: null,
    cancel_reason: null,
    version: 1,
  };
  return [
    {
      ...shared,
      id: id(3, 1),
      title: 'Questions about fractions',
      starts_at: moment(now, hour),
      ends_at: moment(now, 2 * hour),
      status: 'scheduled',
      allowed_next: ['live', 'cancelled'],
    },
    {
      ...shared,
      id: id(3, 2),
      title: 'Homeroom talk',
      starts_at: moment(now, 3 * day),
      ends_at: moment(now, 3 * day + hour),
      status: 'scheduled',
      allowed_next: ['live', 'cancelled'],
    },
  ];
}

function notifications(now: number): Notification[] {
  const none = {
    announcement_id: null,
    event_id: null,
    meeting_id: null,
    section_id: null,
    task_id: null,
    submission_id: null,
    module_id: null,
  };
  return [
    {
      ...none,
      id: id(4, 1),
      kind: 'announcement_published',
      created_at: moment(now, -hour),
      read: false,
      title: 'Classes are suspended on Friday',
      announcement_id: id(1, 0),
      starts_at: null,
    },
    {
      ...none,
      id: id(4, 2),
      kind: 'meeting_scheduled',
      created_at: moment(now, -5 * hour),
      read: false,
      title: 'Questions about fractions',
      meeting_id: id(3, 1),
      starts_at: moment(now, hour),
    },
    {
      ...none,
      id: id(4, 3),
      kind: 'event_added',
      created_at: moment(now, -day),
      read: true,
      title: 'Foundation days',
      event_id: id(2, 1),
      starts_at: moment(now, 0),
    },
  ];
}

export function makeNotices(now: number, users: readonly User[], sections: readonly Section[]) {
  const holder = (role: User['primary_role']) => users.find((user) => user.primary_role === role)!;
  return {
    announcements: announcements(now, holder('academic_coordinator')),
    events: events(now, holder('principal')),
    meetings: meetings(now, holder('teacher'), sections[0]!),
    notifications: notifications(now),
  };
}
