import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import i18next from 'i18next';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { changePassword } from '~/api/identity';
import { newPassword, requiredChoice } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { PasswordInput } from '~/ui/input';

const schema = z
  .object({ current_password: requiredChoice(), new_password: newPassword(), repeat: z.string() })
  .check(
    z.refine((value) => value.new_password === value.repeat, {
      path: ['repeat'],
      error: () => i18next.t('rules.passwordsDiffer'),
    }),
  );

const empty = { current_password: '', new_password: '', repeat: '' };

export function PasswordForm() {
  const { t } = useTranslation('identity');
  const [done, setDone] = useState(false);
  const form = useForm({ resolver: standardSchemaResolver(schema), defaultValues: empty });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ current_password, new_password }) => {
    setDone(false);
    try {
      await changePassword({ current_password, new_password });
      form.reset(empty);
      setDone(true);
    } catch (error) {
      showProblem(form, error, ['current_password', 'new_password']);
    }
  });

  return (
    <Card className="p-4">
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
        {done ? (
          <Alert tone="good" title={t('profile.changedTitle')}>
            {t('profile.changedDetail')}
          </Alert>
        ) : null}
        <Field label={t('profile.current')} error={errors.current_password?.message} required>
          <PasswordInput autoComplete="current-password" {...form.register('current_password')} />
        </Field>
        <Field
          label={t('reset.password')}
          note={t('reset.note')}
          error={errors.new_password?.message}
          required
        >
          <PasswordInput autoComplete="new-password" {...form.register('new_password')} />
        </Field>
        <Field label={t('reset.repeat')} error={errors.repeat?.message} required>
          <PasswordInput autoComplete="new-password" {...form.register('repeat')} />
        </Field>
        <div>
          <Button type="submit" look="primary" busy={isSubmitting}>
            {t('profile.change')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
