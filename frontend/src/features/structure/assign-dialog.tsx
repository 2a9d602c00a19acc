import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { assignTeacher, subjectsQuery } from '~/api/structure';
import type { Section } from '~/api/types';
import { usePersonSearch } from '~/api/use-person-search';
import { useSave } from '~/features/structure/use-structure-form';
import { requiredChoice } from '~/i18n/rules';
import { Combobox } from '~/ui/combobox';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Select } from '~/ui/input';

const schema = z.object({ subject_id: requiredChoice(), teacher_id: requiredChoice() });

interface AssignDialogProps {
  section: Section;
  onClose: () => void;
}

export function AssignDialog({ section, onClose }: AssignDialogProps) {
  const people = usePersonSearch('teacher');
  const { t } = useTranslation('structure');
  const subjects = useQuery(subjectsQuery({ limit: 100, sort: 'title' })).data?.items ?? [];
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { subject_id: '', teacher_id: '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, ['subject_id', 'teacher_id'], onClose);
  const submit = form.handleSubmit((body) =>
    save(body, (key) => assignTeacher(section.id, body, key), t('section.assigned')),
  );
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('section.assignTitle', { name: section.name })}
      submitLabel={t('section.assignSubmit')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('section.subject')} error={errors.subject_id?.message} required>
        <Select {...form.register('subject_id')}>
          <option value="">{t('section.chooseSubject')}</option>
          {subjects.map((subject) => (
            <option key={subject.id} value={subject.id}>
              {subject.code} – {subject.title}
            </option>
          ))}
        </Select>
      </Field>
      <Controller
        control={form.control}
        name="teacher_id"
        render={({ field }) => (
          <Field label={t('section.teacher')} error={errors.teacher_id?.message} required>
            <Combobox
              {...people}
              placeholder={t('sections.findTeacher')}
              onChange={(choice) => field.onChange(choice?.id ?? '')}
            />
          </Field>
        )}
      />
    </FormDialog>
  );
}
