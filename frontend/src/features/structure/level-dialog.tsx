import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { changeGradeLevel, createGradeLevel } from '~/api/structure';
import type { GradeLevel } from '~/api/types';
import { useSave } from '~/features/structure/use-structure-form';
import { requiredText, wholeNumber } from '~/i18n/rules';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input } from '~/ui/input';

const schema = z.object({
  code: requiredText(20),
  name: requiredText(80),
  position: wholeNumber(0, 1000),
});

interface LevelDialogProps {
  level?: GradeLevel;
  /** The place after the last level. */
  nextPosition: number;
  onClose: () => void;
}

export function LevelDialog({ level, nextPosition, onClose }: LevelDialogProps) {
  const { t } = useTranslation(['structure', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      code: level?.code ?? '',
      name: level?.name ?? '',
      position: level?.position ?? nextPosition,
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const save = useSave(form, ['code', 'name', 'position'], onClose);
  const submit = form.handleSubmit((body) =>
    level === undefined
      ? save(body, (key) => createGradeLevel(body, key), t('created', { name: body.name }))
      : save(body, () => changeGradeLevel(level, body), t('changed')),
  );
  return (
    <FormDialog
      open
      onClose={onClose}
      title={
        level === undefined
          ? t('levels.createTitle')
          : t('levels.changeTitle', { name: level.name })
      }
      submitLabel={t(level === undefined ? 'common:create' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <Field label={t('levels.code')} error={errors.code?.message} required>
        <Input {...form.register('code')} />
      </Field>
      <Field label={t('levels.name')} error={errors.name?.message} required>
        <Input {...form.register('name')} />
      </Field>
      <Field
        label={t('levels.position')}
        note={t('levels.positionNote')}
        error={errors.position?.message}
        required
      >
        <Input
          type="number"
          min={0}
          inputMode="numeric"
          {...form.register('position', { valueAsNumber: true })}
        />
      </Field>
    </FormDialog>
  );
}
