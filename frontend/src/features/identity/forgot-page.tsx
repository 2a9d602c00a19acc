import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { askForReset } from '~/api/identity';
import { emailText } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { Input } from '~/ui/input';
import { TextLink } from '~/ui/link-button';

const schema = z.object({ email: emailText() });

export function ForgotPage() {
  const { t } = useTranslation('identity');
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { email: '' },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ email }) => {
    try {
      await askForReset(email);
      setSentTo(email);
    } catch (error) {
      showProblem(form, error, ['email']);
    }
  });

  return (
    <Card className="flex flex-col gap-4 p-5 sm:p-6">
      <div>
        <h1 className="text-lg font-semibold">{t('forgot.title')}</h1>
        <p className="text-muted">{t('forgot.note')}</p>
      </div>
      {sentTo === null ? (
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
          <Field label={t('login.email')} error={errors.email?.message} required>
            <Input
              type="email"
              autoComplete="username"
              inputMode="email"
              {...form.register('email')}
            />
          </Field>
          <Button type="submit" look="primary" busy={isSubmitting}>
            {t('forgot.submit')}
          </Button>
        </form>
      ) : (
        <Alert tone="good" title={t('forgot.sentTitle')}>
          {t('forgot.sent', { email: sentTo })}
        </Alert>
      )}
      <p className="text-center">
        <TextLink to="/login">{t('forgot.back')}</TextLink>
      </p>
    </Card>
  );
}
