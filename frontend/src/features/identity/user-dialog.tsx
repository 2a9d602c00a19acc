import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { changeUser, createUser, identityKey, userQuery } from '~/api/identity';
import { hasStatus } from '~/api/problem';
import { useMe } from '~/api/session-hooks';
import type { User } from '~/api/types';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { RoleFields } from '~/features/identity/role-fields';
import { allRoles } from '~/features/identity/user-rules';
import { emailText, requiredText } from '~/i18n/rules';
import { Checkbox } from '~/ui/choice';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input } from '~/ui/input';
import { toast } from '~/ui/toast';

const schema = z
  .object({
    first_name: requiredText(80),
    last_name: requiredText(80),
    email: emailText(),
    roles: z
      .array(z.enum(allRoles))
      .check(z.minLength(1, { error: () => i18next.t('identity:person.chooseRoles') })),
    primary_role: z.enum(allRoles, { error: () => i18next.t('identity:person.primaryOne') }),
    invite: z.boolean(),
  })
  .check(
    z.refine((user) => user.roles.includes(user.primary_role), {
      path: ['primary_role'],
      error: () => i18next.t('identity:person.primaryOne'),
    }),
  );

export type UserValues = z.input<typeof schema>;

const fields = ['first_name', 'last_name', 'email', 'roles', 'primary_role', 'invite'] as const;

interface UserDialogProps {
  /** Absent for a new account. */
  user?: User;
  onClose: () => void;
  onSaved?: (user: User) => void;
}

export function UserDialog({ user, onClose, onSaved }: UserDialogProps) {
  const { t } = useTranslation(['identity', 'common']);
  const me = useMe();
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [version, setVersion] = useState(user?.version ?? 0);
  const form = useForm<UserValues>({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      first_name: user?.first_name ?? '',
      last_name: user?.last_name ?? '',
      email: user?.email ?? '',
      roles: user?.roles ?? [],
      primary_role: user?.primary_role,
      invite: user === undefined,
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const save = async (values: UserValues) => {
    const { invite, ...facts } = values;
    if (user !== undefined) return changeUser({ ...user, version }, facts);
    const body = { ...facts, invite };
    return keys.submit(body, (key) => createUser(body, key));
  };

  const submit = form.handleSubmit(async (values) => {
    try {
      const saved = await save(values);
      await queries.invalidateQueries({ queryKey: identityKey });
      const name = `${saved.first_name} ${saved.last_name}`;
      if (user !== undefined) toast('good', t('person.changed'));
      else toast('good', t(values.invite ? 'person.createdInvited' : 'person.created', { name }));
      onClose();
      onSaved?.(saved);
    } catch (error) {
      if (user !== undefined && hasStatus(error, 412)) {
        const newest = await queries.fetchQuery({ ...userQuery(user.id), staleTime: 0 });
        setVersion(newest.version);
        form.setError('root', { message: t('person.stale') });
      } else showProblem(form, error, fields);
    }
  });

  return (
    <FormDialog
      open
      place="right"
      onClose={onClose}
      title={
        user === undefined
          ? t('person.createTitle')
          : t('person.changeTitle', { name: `${user.first_name} ${user.last_name}` })
      }
      submitLabel={t(user === undefined ? 'common:create' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('person.firstName')} error={errors.first_name?.message} required>
          <Input autoComplete="off" {...form.register('first_name')} />
        </Field>
        <Field label={t('person.lastName')} error={errors.last_name?.message} required>
          <Input autoComplete="off" {...form.register('last_name')} />
        </Field>
      </div>
      <Field label={t('people.email')} error={errors.email?.message} required>
        <Input type="email" inputMode="email" autoComplete="off" {...form.register('email')} />
      </Field>
      <RoleFields form={form} me={me} />
      {user === undefined ? (
        <Checkbox
          label={t('person.invite')}
          note={t('person.inviteNote')}
          {...form.register('invite')}
        />
      ) : null}
    </FormDialog>
  );
}
