import i18next from 'i18next';
import * as z from 'zod/mini';

import { requiredDate, requiredText } from '~/i18n/rules';

/** A name and a first and last day, in order; dates compare as text. */
export const spanSchema = () =>
  z.object({ name: requiredText(80), starts_on: requiredDate(), ends_on: requiredDate() }).check(
    z.refine((span) => span.starts_on < span.ends_on, {
      path: ['ends_on'],
      error: () => i18next.t('rules.dateOrder'),
    }),
  );
