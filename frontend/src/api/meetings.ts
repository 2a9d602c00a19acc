import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import type { MeetingsQuery } from '~/api/schema';
import type { Meeting, MeetingChange, NewMeeting } from '~/api/types';

export const meetingsKey = ['meetings'] as const;

const at = (meeting: Meeting) => ({ path: { id: meeting.id }, header: ifMatch(meeting) });

export const meetingsQuery = (query: MeetingsQuery) =>
  queryOptions({
    queryKey: [...meetingsKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/meetings', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

const step = 10 * 60_000;

/** The moment from which on meetings count as coming, in steps: a question keeps for a while. */
export function meetingsFrom(now: number = Date.now()): string {
  return new Date(Math.floor(now / step) * step).toISOString();
}

/** What is being held now and what comes next, of everything or of one section. */
export const openMeetingsQuery = (sectionId?: string) =>
  meetingsQuery({
    status: 'live,scheduled',
    from: meetingsFrom(),
    ...(sectionId === undefined ? {} : { section_id: sectionId }),
    sort: 'starts_at',
    limit: 5,
  });

/** What is being held now. */
export const liveMeetingsQuery = (sectionId?: string) =>
  meetingsQuery({
    status: 'live',
    ...(sectionId === undefined ? {} : { section_id: sectionId }),
    limit: 5,
  });

export const meetingQuery = (id: string) =>
  queryOptions({
    queryKey: [...meetingsKey, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/meetings/{id}', { params: { path: { id } }, signal })),
  });

export const scheduleMeeting = (body: NewMeeting, key: string) =>
  unwrap(client.POST('/meetings', { params: { header: { 'Idempotency-Key': key } }, body }));
export const changeMeeting = (meeting: Meeting, body: MeetingChange) =>
  unwrap(client.PATCH('/meetings/{id}', { params: at(meeting), body }));
export const startMeeting = (meeting: Meeting) =>
  unwrap(client.POST('/meetings/{id}/start', { params: at(meeting) }));
export const endMeeting = (meeting: Meeting) =>
  unwrap(client.POST('/meetings/{id}/end', { params: at(meeting) }));
export const cancelMeeting = (meeting: Meeting, reason: string | null) =>
  unwrap(client.POST('/meetings/{id}/cancel', { params: at(meeting), body: { reason } }));
