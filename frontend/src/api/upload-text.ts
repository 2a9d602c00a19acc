import i18next from 'i18next';

import { errorText } from '~/api/error-text';
import { isApiError } from '~/api/problem';
import { currentFormats } from '~/i18n/format';

const refusals = {
  quota_exceeded: 'files:refusals.quota',
  unsupported_file: 'files:refusals.unsupported',
  empty_file: 'files:refusals.empty',
  harmful_file: 'files:refusals.harmful',
  infected_file: 'files:refusals.infected',
  scanner_away: 'files:refusals.scannerAway',
  storage_away: 'files:refusals.storageAway',
  upload_broken_off: 'files:refusals.broken',
  upload_given_up: 'files:refusals.broken',
  storage_full: 'files:refusals.storageFull',
} as const;

/** Why a file was not taken, in the person's language. */
export function uploadText(error: unknown): string {
  if (!isApiError(error)) return errorText(error);
  const { code, most_bytes, errors } = error.problem;
  if (code === 'too_large' && most_bytes !== undefined)
    return i18next.t('files:refusals.tooLarge', { most: currentFormats().size(most_bytes) });
  if (code in refusals) return i18next.t(refusals[code as keyof typeof refusals]);
  const [first] = errors ?? [];
  return first === undefined ? errorText(error) : first.message;
}

/** Why a file need not even be sent, or null. */
export function refusalText(file: File): string | null {
  return file.size === 0 ? i18next.t(refusals.empty_file) : null;
}
