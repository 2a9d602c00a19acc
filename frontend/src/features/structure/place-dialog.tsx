import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { hasCode } from '~/api/problem';
import { placeStudent, structureKey } from '~/api/structure';
import type { Section } from '~/api/types';
import { usePersonSearch } from '~/api/use-person-search';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { requiredChoice } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Combobox } from '~/ui/combobox';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { toast } from '~/ui/toast';

const schema = z.object({ student_id: requiredChoice() });

interface PlaceDialogProps {
  section: Section;
  onClose: () => void;
}

/** Places a student. One who stands in another section of the year is moved, after a question. */
export function PlaceDialog({ section, onClose }: PlaceDialogProps) {
  const people = usePersonSearch('student');
  const { t } = useTranslation('structure');
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [name, setName] = useState('');
  const [elsewhere, setElsewhere] = useState(false);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { student_id: '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ student_id }) => {
    const body = elsewhere ? { student_id, move: true } : { student_id };
    try {
      await keys.submit(body, (key) => placeStudent(section.id, body, key));
      await queries.invalidateQueries({ queryKey: structureKey });
      toast('good', t('section.placed', { name }));
      onClose();
    } catch (error) {
      if (hasCode(error, 'placed_elsewhere')) setElsewhere(true);
      else {
        showProblem(form, error, ['student_id']);
        void queries.invalidateQueries({ queryKey: structureKey });
      }
    }
  });

  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('section.placeTitle', { name: section.name })}
      submitLabel={t(elsewhere ? 'section.moveHere' : 'section.placeSubmit')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      {elsewhere ? <Alert tone="warn">{t('section.alreadyPlaced')}</Alert> : null}
      <Controller
        control={form.control}
        name="student_id"
        render={({ field }) => (
          <Field label={t('section.student')} error={errors.student_id?.message} required>
            <Combobox
              {...people}
              placeholder={t('section.findStudent')}
              onChange={(choice) => {
                setElsewhere(false);
                setName(choice?.label ?? '');
                field.onChange(choice?.id ?? '');
              }}
            />
          </Field>
        )}
      />
    </FormDialog>
  );
}
