import type { UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import type { EnrollmentStatus } from '~/api/types';
import type { MoveValues } from '~/features/enrollment/move-form';
import { SectionChoice } from '~/features/enrollment/section-choice';
import { Radio } from '~/ui/choice';
import { Field, Fieldset } from '~/ui/field';
import { Textarea } from '~/ui/input';

interface MoveFieldsProps {
  form: UseFormReturn<MoveValues>;
  allowed: readonly EnrollmentStatus[];
  schoolYearId: string;
  /** Absent when the applications belong to several grade levels. */
  gradeLevelId: string | undefined;
}

export function MoveFields({ form, allowed, schoolYearId, gradeLevelId }: MoveFieldsProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const { errors } = form.formState;
  const status = form.watch('status');
  return (
    <>
      <Fieldset legend={t('move.to')} error={errors.status?.message}>
        <div className="grid gap-2 sm:grid-cols-2">
          {allowed.map((candidate) => (
            <Radio
              key={candidate}
              label={t(`common:statuses.${candidate}`)}
              value={candidate}
              disabled={candidate === 'enrolled' && gradeLevelId === undefined}
              {...form.register('status')}
            />
          ))}
        </div>
      </Fieldset>
      {status === 'enrolled' && gradeLevelId !== undefined ? (
        <SectionChoice
          schoolYearId={schoolYearId}
          gradeLevelId={gradeLevelId}
          error={errors.section_id?.message}
          {...form.register('section_id')}
        />
      ) : null}
      <Field
        label={t('move.remarks')}
        note={t('move.remarksNote')}
        error={errors.remarks?.message}
        optional
      >
        <Textarea {...form.register('remarks')} />
      </Field>
    </>
  );
}
