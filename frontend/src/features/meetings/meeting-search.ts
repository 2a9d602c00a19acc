import { meetingsFrom } from '~/api/meetings';
import type { MeetingsQuery } from '~/api/schema';

export const meetingViews = ['open', 'ended', 'cancelled', 'all'] as const;
export type MeetingView = (typeof meetingViews)[number];

/** The view of the meetings as it stands in the address. */
export interface MeetingsSearch {
  q?: string | undefined;
  show?: MeetingView | undefined;
  sort?: string | undefined;
  limit?: number | undefined;
  offset?: number | undefined;
}

export function meetingsListQuery(search: MeetingsSearch): MeetingsQuery {
  const show = search.show ?? 'open';
  return {
    ...(search.q === undefined ? {} : { q: search.q }),
    ...(show === 'open' ? { status: 'live,scheduled', from: meetingsFrom() } : {}),
    ...(show === 'ended' || show === 'cancelled' ? { status: show } : {}),
    sort: search.sort ?? (show === 'open' ? 'starts_at' : '-starts_at'),
    limit: search.limit ?? 20,
    offset: search.offset ?? 0,
  };
}
