import { latestAuditQuery } from '~/api/audit';

/** What the trail can be narrowed to; the server takes the area with a dot behind it. */
export const auditAreas = [
  'login',
  'session',
  'password',
  'account',
  'profile',
  'guardian',
  'settings',
  'catalog',
  'section',
  'placement',
  'assignment',
  'enrollment',
  'announcement',
  'event',
  'meeting',
  'module',
  'task',
  'submission',
  'conversation',
  'message',
  'list',
] as const;

export interface AuditSearch {
  actor?: string | undefined;
  area?: (typeof auditAreas)[number] | undefined;
}

export function auditFilter(search: AuditSearch) {
  return {
    ...(search.actor === undefined ? {} : { actor_id: search.actor }),
    ...(search.area === undefined ? {} : { action: `${search.area}.` }),
  };
}

export const latestChangesQuery = () => latestAuditQuery(12);
