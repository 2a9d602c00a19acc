import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { createProgress } from '~/api/enrollment';
import { applyEnrollmentChanges } from '~/api/enrollment-cache';
import { showProblem } from '~/api/form-errors';
import { gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import { usePersonSearch } from '~/api/use-person-search';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { optionalText, requiredChoice } from '~/i18n/rules';
import { Combobox } from '~/ui/combobox';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Select, Textarea } from '~/ui/input';
import { toast } from '~/ui/toast';

const schema = z.object({
  student_id: requiredChoice(),
  school_year_id: requiredChoice(),
  grade_level_id: requiredChoice(),
  remarks: optionalText(1000),
});

const fields = ['student_id', 'school_year_id', 'grade_level_id', 'remarks'] as const;

/** Opens an application for a student who already has an account. */
export function NewApplicationDialog({ onClose }: { onClose: () => void }) {
  const { data: years } = useQuery(schoolYearsQuery());
  if (years === undefined) return null;
  const current = years.items.find((year) => year.current)?.id ?? '';
  return <ApplicationForm onClose={onClose} currentYear={current} />;
}

interface ApplicationFormProps {
  onClose: () => void;
  currentYear: string;
}

function ApplicationForm({ onClose, currentYear }: ApplicationFormProps) {
  const { t } = useTranslation('enrollment');
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const students = usePersonSearch('student');
  const years = useQuery(schoolYearsQuery()).data?.items ?? [];
  const levels = useQuery(gradeLevelsQuery()).data?.items ?? [];
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      student_id: '',
      school_year_id: currentYear,
      grade_level_id: '',
      remarks: '',
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ remarks, ...rest }) => {
    const body = { ...rest, ...(remarks === '' ? {} : { remarks }) };
    try {
      const made = await keys.submit(body, (key) => createProgress(body, key));
      await applyEnrollmentChanges(queries, [made]);
      toast('good', t('create.done'));
      onClose();
    } catch (error) {
      showProblem(form, error, fields);
    }
  });

  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('create.title')}
      submitLabel={t('create.submit')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Controller
        control={form.control}
        name="student_id"
        render={({ field }) => (
          <Field
            label={t('create.student')}
            note={t('create.studentNote')}
            error={errors.student_id?.message}
            required
          >
            <Combobox
              {...students}
              placeholder={t('create.findStudent')}
              onChange={(choice) => field.onChange(choice?.id ?? '')}
            />
          </Field>
        )}
      />
      <Field label={t('schoolYear')} error={errors.school_year_id?.message} required>
        <Select {...form.register('school_year_id')}>
          {years.map((year) => (
            <option key={year.id} value={year.id}>
              {year.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('gradeLevel')} error={errors.grade_level_id?.message} required>
        <Select {...form.register('grade_level_id')}>
          <option value="">{t('create.chooseGradeLevel')}</option>
          {levels.map((level) => (
            <option key={level.id} value={level.id}>
              {level.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('move.remarks')} error={errors.remarks?.message} optional>
        <Textarea {...form.register('remarks')} />
      </Field>
    </FormDialog>
  );
}
