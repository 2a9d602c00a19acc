import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { changeMe, refreshMe } from '~/api/identity';
import { hasStatus } from '~/api/problem';
import { useMe } from '~/api/session-hooks';
import { RoleBadges } from '~/features/identity/role-badges';
import { requiredText } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { Input } from '~/ui/input';
import { SaveBar } from '~/ui/save-bar';
import { UnsavedGuard } from '~/ui/unsaved-guard';

const schema = z.object({ first_name: requiredText(80), last_name: requiredText(80) });

export function DetailsForm() {
  const { t } = useTranslation('identity');
  const me = useMe();
  const [saved, setSaved] = useState(false);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { first_name: me.first_name, last_name: me.last_name },
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      await changeMe(me, values);
      form.reset(values);
      setSaved(true);
    } catch (error) {
      if (hasStatus(error, 412)) await refreshMe();
      showProblem(form, error, ['first_name', 'last_name']);
    }
  });

  return (
    <Card className="p-4">
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
        <div className="grid gap-4 sm:grid-cols-2">
          <Field label={t('person.firstName')} error={errors.first_name?.message} required>
            <Input autoComplete="given-name" {...form.register('first_name')} />
          </Field>
          <Field label={t('person.lastName')} error={errors.last_name?.message} required>
            <Input autoComplete="family-name" {...form.register('last_name')} />
          </Field>
        </div>
        <Field label={t('people.email')} note={t('profile.emailNote')}>
          <Input value={me.email} disabled readOnly />
        </Field>
        <div>
          <p className="mb-1 text-[0.8125rem] font-medium">{t('people.roles')}</p>
          <RoleBadges user={me} />
        </div>
        <SaveBar dirty={isDirty} busy={isSubmitting} saved={saved} />
      </form>
    </Card>
  );
}
