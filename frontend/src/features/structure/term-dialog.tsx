import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { changeTerm, createTerm } from '~/api/structure';
import type { SchoolYear, Term } from '~/api/types';
import { spanSchema } from '~/features/structure/span-schema';
import { useSave } from '~/features/structure/use-structure-form';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input } from '~/ui/input';

const schema = spanSchema();

interface TermDialogProps {
  year: SchoolYear;
  term?: Term;
  onClose: () => void;
}

export function TermDialog({ year, term, onClose }: TermDialogProps) {
  const { t } = useTranslation(['structure', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      name: term?.name ?? '',
      starts_on: term?.starts_on ?? '',
      ends_on: term?.ends_on ?? '',
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, ['name', 'starts_on', 'ends_on'], onClose);
  const submit = form.handleSubmit((values) => {
    if (term !== undefined) return save(values, () => changeTerm(term, values), t('changed'));
    const body = { ...values, school_year_id: year.id };
    return save(body, (key) => createTerm(body, key), t('created', { name: body.name }));
  });
  return (
    <FormDialog
      open
      onClose={onClose}
      title={
        term === undefined
          ? t('years.createTermTitle', { year: year.name })
          : t('years.changeTermTitle', { name: term.name })
      }
      submitLabel={t(term === undefined ? 'common:create' : 'common:saveChanges')}
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
          <Input
            type="date"
            min={year.starts_on}
            max={year.ends_on}
            {...form.register('starts_on')}
          />
        </Field>
        <Field label={t('years.ends')} error={errors.ends_on?.message} required>
          <Input
            type="date"
            min={year.starts_on}
            max={year.ends_on}
            {...form.register('ends_on')}
          />
        </Field>
      </div>
    </FormDialog>
  );
}
