import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { changeModule, modulesKey } from '~/api/modules';
import type { Module } from '~/api/types';
import { optionalText, requiredText } from '~/i18n/rules';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Textarea } from '~/ui/input';
import { toast } from '~/ui/toast';

const schema = z.object({ title: requiredText(200), description: optionalText(2000) });
const fields = ['title', 'description'] as const;

interface EditDialogProps {
  module: Module;
  onClose: () => void;
}

/** Title and description of a module; its file is replaced elsewhere. */
export function EditDialog({ module, onClose }: EditDialogProps) {
  const { t } = useTranslation(['modules', 'common']);
  const queries = useQueryClient();
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { title: module.title, description: module.description ?? '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ title, description }) => {
    try {
      await changeModule(module, { title, description: description === '' ? null : description });
      await queries.invalidateQueries({ queryKey: modulesKey });
      toast('good', t('changed', { title }));
      onClose();
    } catch (error) {
      showProblem(form, error, fields);
      await queries.invalidateQueries({ queryKey: modulesKey });
    }
  });
  return (
    <FormDialog
      open
      place="right"
      onClose={onClose}
      title={t('editTitle')}
      submitLabel={t('common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('name')} error={errors.title?.message} required>
        <Input maxLength={200} {...form.register('title')} />
      </Field>
      <Field label={t('description')} error={errors.description?.message} optional>
        <Textarea rows={6} {...form.register('description')} />
      </Field>
    </FormDialog>
  );
}
