import i18next from 'i18next';

import { isApiError } from '~/api/problem';

const known = {
  network: 'errors.network',
  stale_version: 'errors.staleVersion',
  illegal_move: 'errors.illegalMove',
  section_full: 'errors.sectionFull',
  in_use: 'errors.inUse',
  last_administrator: 'errors.lastAdministrator',
  edit_window_over: 'errors.editWindowOver',
  message_deleted: 'errors.messageDeleted',
  membership_follows: 'errors.membershipFollows',
  not_a_group: 'errors.notAGroup',
  client_message_id_reused: 'errors.messageNameUsed',
  cursor_from_the_future: 'errors.cursorFromTheFuture',
  too_many_files: 'errors.tooManyFiles',
  status_0: 'errors.network',
} as const;

const byStatus = {
  401: 'errors.loggedOut',
  403: 'errors.forbidden',
  404: 'errors.notFound',
  412: 'errors.staleVersion',
  413: 'errors.tooLarge',
  429: 'errors.tooMany',
  503: 'errors.unavailable',
} as const;

/** What happened, in the person's language; the server's own words where we have none. */
export function errorText(error: unknown): string {
  if (!isApiError(error)) return i18next.t('errors.unknown');
  const { problem, retryAfterSeconds } = error;
  if (problem.code in known) return i18next.t(known[problem.code as keyof typeof known]);
  if (problem.status === 429 && retryAfterSeconds !== null)
    return i18next.t('errors.tooManyWait', { count: retryAfterSeconds });
  if (problem.status in byStatus && problem.detail === undefined)
    return i18next.t(byStatus[problem.status as unknown as keyof typeof byStatus]);
  return problem.detail ?? (problem.title || i18next.t('errors.unknown'));
}

/** What is wrong with the first field that the server names, or what happened. */
export function faultText(error: unknown): string {
  const [first] = isApiError(error) ? (error.problem.errors ?? []) : [];
  return first?.message ?? errorText(error);
}
