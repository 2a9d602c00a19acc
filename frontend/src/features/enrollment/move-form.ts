import i18next from 'i18next';
import * as z from 'zod/mini';

import { enrollmentStatuses } from '~/api/enrollment';
import type { ProgressMove } from '~/api/types';
import { optionalText } from '~/i18n/rules';

/** What a move needs, for one application and for many. */
export const moveSchema = z
  .object({
    status: z.enum(enrollmentStatuses, {
      error: () => i18next.t('enrollment:move.chooseStatus'),
    }),
    remarks: optionalText(1000),
    section_id: z.string(),
  })
  .check(
    z.refine((move) => move.status !== 'enrolled' || move.section_id !== '', {
      path: ['section_id'],
      error: () => i18next.t('rules.choose'),
    }),
  );

export type MoveValues = z.input<typeof moveSchema>;

export const moveFields = ['status', 'remarks', 'section_id'] as const;

export function moveBody(values: z.output<typeof moveSchema>): ProgressMove {
  return {
    status: values.status,
    ...(values.remarks === '' ? {} : { remarks: values.remarks }),
    ...(values.status === 'enrolled' ? { section_id: values.section_id } : {}),
  };
}
