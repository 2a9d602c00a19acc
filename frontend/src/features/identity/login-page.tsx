import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { errorText } from '~/api/error-text';
import { login } from '~/api/identity';
import { hasStatus } from '~/api/problem';
import { requiredText } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { Input, PasswordInput } from '~/ui/input';
import { TextLink } from '~/ui/link-button';

const schema = z.object({
  email: requiredText(320),
  password: z.string().check(z.minLength(1)),
});

/** Stays busy until the page behind the login is there. */
export function LoginPage({ onDone }: { onDone: () => Promise<void> }) {
  const { t } = useTranslation(['identity', 'common']);
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { email: '', password: '' },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ email, password }) => {
    try {
      await login(email, password);
      await onDone();
    } catch (error) {
      const message = hasStatus(error, 401, 422) ? t('login.refused') : errorText(error);
      form.setError('root', { message });
      form.setFocus('password', { shouldSelect: true });
    }
  });

  return (
    <Card className="p-5 sm:p-6">
      <h1 className="mb-4 text-lg font-semibold">{t('login.title')}</h1>
      <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
        {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
        <Field label={t('login.email')} error={errors.email?.message} required>
          <Input
            type="email"
            autoComplete="username"
            inputMode="email"
            autoCapitalize="none"
            {...form.register('email')}
          />
        </Field>
        <Field
          label={t('login.password')}
          error={errors.password && t('common:rules.required')}
          required
        >
          <PasswordInput autoComplete="current-password" {...form.register('password')} />
        </Field>
        <Button type="submit" look="primary" busy={isSubmitting}>
          {t('login.submit')}
        </Button>
        <p className="text-center">
          <TextLink to="/forgot">{t('login.forgot')}</TextLink>
        </p>
      </form>
    </Card>
  );
}
