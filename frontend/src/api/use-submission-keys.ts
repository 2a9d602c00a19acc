import { useState } from 'react';

import { SubmissionKeys } from '~/api/idempotency';

/** The keys of one form's submissions, for as long as it is on screen. */
export function useSubmissionKeys(): SubmissionKeys {
  return useState(() => new SubmissionKeys())[0];
}
