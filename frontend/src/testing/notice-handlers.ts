import { http, HttpResponse, type HttpHandler } from 'msw';

import type { Announcement, CalendarEntry, Meeting, MeetingStatus, SchoolEvent } from '~/api/types';

import { base, matches, paged, personOf, problem, sorted } from './handlers.ts';
import type { School } from './school.ts';

const done = () => new HttpResponse(null, { status: 204 });

function announcementHandlers(school: School): HttpHandler[] {
  const one = (id: unknown) => school.announcements.find((each) => each.id === id);
  return [
    http.post(`${base}/notices/preview`, async ({ request }) => {
      const body = (await request.json()) as { body?: string; audience?: Announcement['audience'] };
      const people = body.audience?.everyone === true ? 214 : 40;
      return HttpResponse.json({
        body_html: `<p>${body.body ?? ''}</p>`,
        people: body.audience === undefined ? null : people,
      });
    }),
    http.get(`${base}/announcements`, ({ request }) => {
      const url = new URL(request.url);
      const status = url.searchParams.get('status');
      const found = school.announcements.filter(
        (each) =>
          (status === null || each.status === status) &&
          (url.searchParams.get('unread') !== 'true' || !each.read) &&
          matches(`${each.title} ${each.body}`, url.searchParams.get('q')),
      );
      const order = found.toSorted((a, b) => Number(b.pinned) - Number(a.pinned));
      return HttpResponse.json(
        paged(
          sorted(order, url.searchParams.get('sort'), {
            title: 'title',
            publish_at: 'publish_at',
          }),
          url,
        ),
      );
    }),
    http.post(`${base}/announcements`, async ({ request }) => {
      const body = (await request.json()) as Partial<Announcement>;
      const made: Announcement = {
        ...school.announcements[0]!,
        ...body,
        id: crypto.randomUUID(),
        publish_at: body.publish_at ?? new Date().toISOString(),
        status: body.publish_at == null ? 'live' : 'scheduled',
        body_html: `<p>${body.body ?? ''}</p>`,
        read: false,
        version: 1,
      };
      school.announcements.unshift(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.get(`${base}/announcements/:id`, ({ params }) => {
      const found = one(params['id']);
      return found === undefined ? problem(404, 'not_found') : HttpResponse.json(found);
    }),
    http.delete(`${base}/announcements/:id`, ({ params }) => {
      school.announcements = school.announcements.filter((each) => each.id !== params['id']);
      return done();
    }),
    http.post(`${base}/announcements/:id/read`, ({ params }) => {
      const found = one(params['id']);
      if (found === undefined) return problem(404, 'not_found');
      found.read = true;
      return done();
    }),
    http.get(`${base}/announcements/:id/readers`, ({ request }) =>
      HttpResponse.json(
        paged(
          school.users.slice(0, 12).map((user) => ({
            user_id: user.id,
            name: `${user.first_name} ${user.last_name}`,
            read_at: new Date(school.now).toISOString(),
          })),
          new URL(request.url),
        ),
      ),
    ),
  ];
}

function eventHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/events`, ({ request }) => {
      const url = new URL(request.url);
      const from = url.searchParams.get('from');
      const found = school.events.filter(
        (each) =>
          (from === null || (each.ends_on ?? each.ends_at) >= from) &&
          matches(each.title, url.searchParams.get('q')),
      );
      return HttpResponse.json(paged(found, url));
    }),
    http.post(`${base}/events`, async ({ request }) => {
      const body = (await request.json()) as SchoolEvent;
      const made = { ...school.events[0]!, ...body, id: crypto.randomUUID(), version: 1 };
      school.events.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.get(`${base}/events/:id`, ({ params }) => {
      const found = school.events.find((each) => each.id === params['id']);
      return found === undefined ? problem(404, 'not_found') : HttpResponse.json(found);
    }),
  ];
}

/** How far a meeting comes with each step, and where it may go from there. */
const steps: Record<string, { status: MeetingStatus; allowed_next: MeetingStatus[] }> = {
  start: { status: 'live', allowed_next: ['ended'] },
  end: { status: 'ended', allowed_next: [] },
  cancel: { status: 'cancelled', allowed_next: [] },
};

function meetingHandlers(school: School): HttpHandler[] {
  return [
    http.get(`${base}/meetings`, ({ request }) => {
      const url = new URL(request.url);
      const statuses = url.searchParams.get('status')?.split(',');
      const section = url.searchParams.get('section_id');
      const found = school.meetings.filter(
        (each) =>
          (statuses === undefined || statuses.includes(each.status)) &&
          (section === null || each.section_id === section) &&
          matches(each.title, url.searchParams.get('q')),
      );
      return HttpResponse.json(paged(found, url));
    }),
    http.post(`${base}/meetings`, async ({ request }) => {
      const body = (await request.json()) as Meeting;
      const other = school.meetings.find(
        (each) => each.starts_at < body.ends_at && body.starts_at < each.ends_at,
      );
      if (other !== undefined)
        return problem(409, 'double_booked', {
          conflict: {
            with: 'section',
            starts_at: other.starts_at,
            ends_at: other.ends_at,
            meeting: { id: other.id, title: other.title },
          },
        });
      const person = personOf(school, request);
      const made: Meeting = {
        ...school.meetings[0]!,
        ...body,
        host_id: person?.id ?? '',
        id: crypto.randomUUID(),
      };
      school.meetings.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.get(`${base}/meetings/:id`, ({ params }) => {
      const found = school.meetings.find((each) => each.id === params['id']);
      return found === undefined ? problem(404, 'not_found') : HttpResponse.json(found);
    }),
    http.post(`${base}/meetings/:id/:step`, ({ params }) => {
      const found = school.meetings.find((each) => each.id === params['id']);
      const step = steps[String(params['step'])];
      if (found === undefined || step === undefined) return problem(404, 'not_found');
      if (!found.allowed_next.includes(step.status))
        return problem(409, 'illegal_move', { allowed_next: found.allowed_next });
      Object.assign(found, step, { version: found.version + 1 });
      return HttpResponse.json(found);
    }),
  ];
}

function calendarHandlers(school: School): HttpHandler[] {
  let feed: string | null = null;
  return [
    http.get(`${base}/calendar`, ({ request }) => {
      const { searchParams } = new URL(request.url);
      const kinds = searchParams.get('kinds')?.split(',') ?? ['event', 'meeting', 'task'];
      const blank = {
        starts_on: null,
        ends_on: null,
        place: null,
        section_id: null,
        section_name: null,
        status: null,
        subject_title: null,
        url: null,
        host_name: null,
      };
      const items: CalendarEntry[] = [
        ...school.events.map((event) => ({
          ...blank,
          kind: 'event' as const,
          id: event.id,
          title: event.title,
          all_day: event.all_day,
          starts_at: event.starts_at,
          ends_at: event.ends_at,
          starts_on: event.starts_on,
          ends_on: event.ends_on,
          place: event.place,
        })),
        ...school.meetings.map((meeting) => ({
          ...blank,
          kind: 'meeting' as const,
          id: meeting.id,
          title: meeting.title,
          all_day: false,
          starts_at: meeting.starts_at,
          ends_at: meeting.ends_at,
          section_id: meeting.section_id,
          section_name: meeting.section_name,
          status: meeting.status,
          url: meeting.url,
          host_name: meeting.host_name,
        })),
        ...school.tasks.map((task) => ({
          ...blank,
          kind: 'task' as const,
          id: task.id,
          title: task.title,
          all_day: false,
          starts_at: task.due_at,
          ends_at: task.due_at,
          section_id: task.section_id,
          section_name: task.section_name,
          subject_title: task.subject_title,
          status: task.status,
        })),
      ];
      return HttpResponse.json({
        time_zone: school.settings.time_zone,
        from: searchParams.get('from'),
        to: searchParams.get('to'),
        items: items.filter((item) => kinds.includes(item.kind)),
        truncated: false,
      });
    }),
    http.get(`${base}/calendar/feed`, () =>
      HttpResponse.json({
        active: feed !== null,
        created_at: feed === null ? null : new Date(school.now).toISOString(),
        last_used_on: null,
      }),
    ),
    http.post(`${base}/calendar/feed`, () => {
      feed = `https://school.example/api/v1/calendar/feeds/${'0'.repeat(32)}.ics`;
      return HttpResponse.json(
        { url: feed, created_at: new Date(school.now).toISOString() },
        { status: 201 },
      );
    }),
    http.delete(`${base}/calendar/feed`, () => {
      feed = null;
      return done();
    }),
  ];
}

function notificationHandlers(school: School): HttpHandler[] {
  let mail = ['meetings'];
  return [
    http.get(`${base}/notifications`, ({ request }) => {
      const url = new URL(request.url);
      const found = school.notifications.filter(
        (each) => url.searchParams.get('unread') !== 'true' || !each.read,
      );
      return HttpResponse.json(paged(found, url));
    }),
    http.get(`${base}/notifications/summary`, () =>
      HttpResponse.json({ unread: school.notifications.filter((each) => !each.read).length }),
    ),
    http.post(`${base}/notifications/read`, async ({ request }) => {
      const which = (await request.json()) as { ids?: string[]; all?: boolean };
      for (const each of school.notifications)
        if (which.all === true || which.ids?.includes(each.id) === true) each.read = true;
      return done();
    }),
    http.get(`${base}/notifications/preferences`, () => HttpResponse.json({ mail })),
    http.put(`${base}/notifications/preferences`, async ({ request }) => {
      ({ mail } = (await request.json()) as { mail: string[] });
      return HttpResponse.json({ mail });
    }),
  ];
}

export function noticeHandlers(school: School): HttpHandler[] {
  return [
    ...announcementHandlers(school),
    ...eventHandlers(school),
    ...meetingHandlers(school),
    ...calendarHandlers(school),
    ...notificationHandlers(school),
  ];
}
