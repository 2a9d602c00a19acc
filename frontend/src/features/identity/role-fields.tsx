import type { UseFormReturn } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import type { Me } from '~/api/types';
import type { UserValues } from '~/features/identity/user-dialog';
import { grantableRoles } from '~/features/identity/user-rules';
import { Checkbox } from '~/ui/choice';
import { Field, Fieldset } from '~/ui/field';
import { Select } from '~/ui/input';

interface RoleFieldsProps {
  form: UseFormReturn<UserValues>;
  me: Me;
}

/** Which roles an account holds, and with which one it begins. */
export function RoleFields({ form, me }: RoleFieldsProps) {
  const { t } = useTranslation(['identity', 'common']);
  const { errors } = form.formState;
  const chosen = form.watch('roles');
  return (
    <>
      <Fieldset legend={t('people.roles')} error={errors.roles?.message}>
        <div className="grid gap-2 sm:grid-cols-2">
          {grantableRoles(me).map((role) => (
            <Checkbox
              key={role}
              label={t(`common:roles.${role}`)}
              value={role}
              {...form.register('roles', {
                onChange: () => {
                  const [only, ...others] = form.getValues('roles');
                  if (only !== undefined && others.length === 0)
                    form.setValue('primary_role', only, { shouldDirty: true });
                },
              })}
            />
          ))}
        </div>
      </Fieldset>
      <Field
        label={t('person.primaryRole')}
        note={t('person.primaryNote')}
        error={errors.primary_role?.message}
        required
      >
        <Select {...form.register('primary_role')}>
          {chosen.length === 0 ? <option value="">–</option> : null}
          {chosen.map((role) => (
            <option key={role} value={role}>
              {t(`common:roles.${role}`)}
            </option>
          ))}
        </Select>
      </Field>
    </>
  );
}
