import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { changeSection, createSection, gradeLevelsQuery, schoolYearsQuery } from '~/api/structure';
import type { GradeLevel, SchoolYear, Section } from '~/api/types';
import { usePersonSearch } from '~/api/use-person-search';
import { useSave } from '~/features/structure/use-structure-form';
import { optionalText, requiredChoice, requiredText, wholeNumber } from '~/i18n/rules';
import { Combobox } from '~/ui/combobox';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Select } from '~/ui/input';

const schema = z.object({
  name: requiredText(80),
  school_year_id: requiredChoice(),
  grade_level_id: requiredChoice(),
  adviser_id: z.nullable(z.string()),
  room: optionalText(40),
  capacity: wholeNumber(1, 500),
});

const fields = [
  'name',
  'school_year_id',
  'grade_level_id',
  'adviser_id',
  'room',
  'capacity',
] as const;

interface SectionDialogProps {
  section?: Section;
  onClose: () => void;
}

/** Waits for the lists it offers, so that a choice is never lost to a late answer. */
export function SectionDialog(props: SectionDialogProps) {
  const years = useQuery(schoolYearsQuery()).data?.items;
  const levels = useQuery(gradeLevelsQuery()).data?.items;
  if (years === undefined || levels === undefined) return null;
  return <SectionForm {...props} years={years} levels={levels} />;
}

interface SectionFormProps extends SectionDialogProps {
  years: SchoolYear[];
  levels: GradeLevel[];
}

function SectionForm({ section, onClose, years, levels }: SectionFormProps) {
  const people = usePersonSearch('teacher');
  const { t } = useTranslation(['structure', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      name: section?.name ?? '',
      school_year_id: section?.school_year_id ?? years.find((year) => year.current)?.id ?? '',
      grade_level_id: section?.grade_level_id ?? '',
      adviser_id: section?.adviser_id ?? null,
      room: section?.room ?? '',
      capacity: section?.capacity ?? 40,
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, fields, onClose);
  const fixed = section !== undefined;

  const submit = form.handleSubmit(async (values) => {
    const body = { ...values, room: values.room === '' ? null : values.room };
    if (section === undefined)
      await save(body, (key) => createSection(body, key), t('created', { name: body.name }));
    else {
      const { name, room, capacity, adviser_id } = body;
      const change = { name, room, capacity, adviser_id };
      await save(change, () => changeSection(section, change), t('changed'));
    }
  });

  return (
    <FormDialog
      open
      place="right"
      onClose={onClose}
      title={
        section === undefined
          ? t('sections.createTitle')
          : t('sections.changeTitle', { name: section.name })
      }
      submitLabel={t(section === undefined ? 'common:create' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('sections.name')} error={errors.name?.message} required>
        <Input {...form.register('name')} />
      </Field>
      <Field
        label={t('sections.schoolYear')}
        note={fixed ? t('sections.fixedNote') : undefined}
        error={errors.school_year_id?.message}
        required
      >
        <Select disabled={fixed} {...form.register('school_year_id')}>
          {years.map((year) => (
            <option key={year.id} value={year.id}>
              {year.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label={t('sections.gradeLevel')}
        note={fixed ? t('sections.fixedNote') : undefined}
        error={errors.grade_level_id?.message}
        required
      >
        <Select disabled={fixed} {...form.register('grade_level_id')}>
          <option value="">{t('sections.chooseGradeLevel')}</option>
          {levels.map((level) => (
            <option key={level.id} value={level.id}>
              {level.name}
            </option>
          ))}
        </Select>
      </Field>
      <Controller
        control={form.control}
        name="adviser_id"
        render={({ field }) => (
          <Field label={t('sections.adviser')} error={errors.adviser_id?.message} optional>
            <Combobox
              {...people}
              placeholder={t('sections.findTeacher')}
              initial={adviserOf(section)}
              onChange={(choice) => field.onChange(choice?.id ?? null)}
            />
          </Field>
        )}
      />
      <div className="grid grid-cols-2 gap-4">
        <Field label={t('sections.room')} error={errors.room?.message} optional>
          <Input {...form.register('room')} />
        </Field>
        <Field
          label={t('sections.capacity')}
          note={section === undefined ? undefined : t('sections.capacityNote')}
          error={errors.capacity?.message}
          required
        >
          <Input
            type="number"
            min={1}
            inputMode="numeric"
            {...form.register('capacity', { valueAsNumber: true })}
          />
        </Field>
      </div>
    </FormDialog>
  );
}

function adviserOf(section: Section | undefined) {
  if (section === undefined || section.adviser_id === null) return null;
  return { id: section.adviser_id, label: section.adviser_name ?? '' };
}
