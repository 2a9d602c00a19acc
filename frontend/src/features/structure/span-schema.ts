import i18next from 'i18next';
import * as z from 'zod/mini';

import { requiredDate, requiredText } from '~/i18n/rules';

/** A name and a first and last day, in order; dates compare as text. */
export function spanSchema<Shape extends z.core.$ZodShape>(more: Shape) {
  return z
    .object({ name: requiredText(80), starts_on: requiredDate(), ends_on: requiredDate(), ...more })
    .check(
      z.refine(
        (value) => {
          const { starts_on, ends_on } = value as { starts_on: string; ends_on: string };
          return starts_on < ends_on;
        },
        { path: ['ends_on'], error: () => i18next.t('rules.dateOrder') },
      ),
    );
}
