import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { changeSchoolYear, createSchoolYear } from '~/api/structure';
import type { SchoolYear } from '~/api/types';
import { spanSchema } from '~/features/structure/span-schema';
import { useSave } from '~/features/structure/use-structure-form';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input } from '~/ui/input';

const schema = spanSchema();

interface YearDialogProps {
  year?: SchoolYear;
  onClose: () => void;
}

export function YearDialog({ year, onClose }: YearDialogProps) {
  const { t } = useTranslation(['structure', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      name: year?.name ?? '',
      starts_on: year?.starts_on ?? '',
      ends_on: year?.ends_on ?? '',
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, ['name', 'starts_on', 'ends_on'], onClose);
  const submit = form.handleSubmit((body) =>
    year === undefined
      ? save(body, (key) => createSchoolYear(body, key), t('created', { name: body.name }))
      : save(body, () => changeSchoolYear(year, body), t('changed')),
  );
  return (
    <FormDialog
      open
      onClose={onClose}
      title={
        year === undefined ? t('years.createTitle') : t('years.changeTitle', { name: year.name })
      }
      submitLabel={t(year === undefined ? 'common:create' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('years.name')} error={errors.name?.message} required>
        <Input {...form.register('name')} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('years.starts')} error={errors.starts_on?.message} required>
          <Input type="date" {...form.register('starts_on')} />
        </Field>
        <Field label={t('years.ends')} error={errors.ends_on?.message} required>
          <Input type="date" {...form.register('ends_on')} />
        </Field>
      </div>
    </FormDialog>
  );
}
