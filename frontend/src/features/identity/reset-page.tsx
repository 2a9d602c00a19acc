import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import i18next from 'i18next';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { resetPassword } from '~/api/identity';
import { isApiError } from '~/api/problem';
import { newPassword } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Field } from '~/ui/field';
import { PasswordInput } from '~/ui/input';
import { LinkButton } from '~/ui/link-button';

const schema = z.object({ password: newPassword(), repeat: z.string() }).check(
  z.refine((value) => value.password === value.repeat, {
    path: ['repeat'],
    error: () => i18next.t('rules.passwordsDiffer'),
  }),
);

type Outcome = 'open' | 'done' | 'invalid';

interface ResetPageProps {
  /** From the link in the mail; absent when somebody opened the page by hand. */
  token: string | null;
  /** An invitation says welcome; a reset does not. */
  welcome: boolean;
}

export function ResetPage({ token, welcome }: ResetPageProps) {
  const { t } = useTranslation('identity');
  const [outcome, setOutcome] = useState<Outcome>(token === null ? 'invalid' : 'open');
  return (
    <Card className="flex flex-col gap-4 p-5 sm:p-6">
      <div>
        <h1 className="text-lg font-semibold">
          {t(welcome ? 'reset.welcomeTitle' : 'reset.title')}
        </h1>
        {welcome ? <p className="text-muted">{t('reset.welcomeNote')}</p> : null}
      </div>
      {outcome === 'open' && token !== null ? (
        <ResetForm token={token} onOutcome={setOutcome} />
      ) : null}
      {outcome === 'done' ? (
        <>
          <Alert tone="good" title={t('reset.doneTitle')}>
            {t('reset.done')}
          </Alert>
          <LinkButton to="/login" look="primary">
            {t('reset.toLogin')}
          </LinkButton>
        </>
      ) : null}
      {outcome === 'invalid' ? (
        <>
          <Alert tone="warn" title={t('reset.invalidTitle')}>
            {t('reset.invalid')}
          </Alert>
          <LinkButton to="/forgot" look="primary">
            {t('reset.askAgain')}
          </LinkButton>
        </>
      ) : null}
    </Card>
  );
}

interface ResetFormProps {
  token: string;
  onOutcome: (outcome: Outcome) => void;
}

function ResetForm({ token, onOutcome }: ResetFormProps) {
  const { t } = useTranslation('identity');
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: { password: '', repeat: '' },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ password }) => {
    try {
      await resetPassword(token, password);
      onOutcome('done');
    } catch (error) {
      if (isApiError(error) && error.problem.errors?.some((each) => each.field === 'token'))
        onOutcome('invalid');
      else showProblem(form, error, ['password']);
    }
  });

  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
      <Field
        label={t('reset.password')}
        note={t('reset.note')}
        error={errors.password?.message}
        required
      >
        <PasswordInput autoComplete="new-password" {...form.register('password')} />
      </Field>
      <Field label={t('reset.repeat')} error={errors.repeat?.message} required>
        <PasswordInput autoComplete="new-password" {...form.register('repeat')} />
      </Field>
      <Button type="submit" look="primary" busy={isSubmitting}>
        {t('reset.submit')}
      </Button>
    </form>
  );
}
