import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { changeSubject, createSubject } from '~/api/structure';
import type { Subject } from '~/api/types';
import { useSave } from '~/features/structure/use-structure-form';
import { requiredText } from '~/i18n/rules';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input } from '~/ui/input';

const schema = z.object({ code: requiredText(20), title: requiredText(120) });

interface SubjectDialogProps {
  subject?: Subject;
  onClose: () => void;
}

export function SubjectDialog({ subject, onClose }: SubjectDialogProps) {
  const { t } = useTranslation(['structure', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { code: subject?.code ?? '', title: subject?.title ?? '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, ['code', 'title'], onClose);
  const submit = form.handleSubmit((body) =>
    subject === undefined
      ? save(body, (key) => createSubject(body, key), t('created', { name: body.title }))
      : save(body, () => changeSubject(subject, body), t('changed')),
  );
  return (
    <FormDialog
      open
      onClose={onClose}
      title={
        subject === undefined
          ? t('subjects.createTitle')
          : t('subjects.changeTitle', { code: subject.code })
      }
      submitLabel={t(subject === undefined ? 'common:create' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('subjects.code')} error={errors.code?.message} required>
        <Input autoCapitalize="characters" {...form.register('code')} />
      </Field>
      <Field label={t('subjects.name')} error={errors.title?.message} required>
        <Input {...form.register('title')} />
      </Field>
    </FormDialog>
  );
}
