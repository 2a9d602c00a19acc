import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import i18next from 'i18next';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { changeGuardianLink, identityKey, linkGuardian } from '~/api/identity';
import type { GuardianLink } from '~/api/types';
import { usePersonSearch } from '~/api/use-person-search';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { todayAtSchool } from '~/i18n/format';
import { requiredChoice, requiredDate } from '~/i18n/rules';
import { Checkbox } from '~/ui/choice';
import { Combobox } from '~/ui/combobox';
import { Field, Fieldset } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Select } from '~/ui/input';
import { toast } from '~/ui/toast';

const relationships = ['mother', 'father', 'guardian', 'grandparent', 'other'] as const;
const rights = ['academics', 'money', 'contact'] as const;

const schema = z
  .object({
    guardian_id: requiredChoice(),
    relationship: z.enum(relationships),
    rights: z.object({ academics: z.boolean(), money: z.boolean(), contact: z.boolean() }),
    starts_on: requiredDate(),
    ends_on: z.string(),
  })
  .check(
    z.refine((link) => link.ends_on === '' || link.starts_on < link.ends_on, {
      path: ['ends_on'],
      error: () => i18next.t('rules.dateOrder'),
    }),
  );

const fields = ['guardian_id', 'relationship', 'rights', 'starts_on', 'ends_on'] as const;

interface GuardianDialogProps {
  student: { id: string; first_name: string; last_name: string };
  /** Absent for a new link. */
  link?: GuardianLink;
  /** Who is meant of the two whom the link joins. */
  name?: string;
  onClose: () => void;
}

export function GuardianDialog({ student, link, name: joined, onClose }: GuardianDialogProps) {
  const { t } = useTranslation(['identity', 'common']);
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [name, setName] = useState('');
  const parents = usePersonSearch('parent');
  const form = useForm({
    resolver: standardSchemaResolver(schema),
    defaultValues: {
      guardian_id: link?.guardian.id ?? '',
      relationship: link?.relationship ?? 'mother',
      rights: link?.rights ?? { academics: true, money: true, contact: true },
      starts_on: link?.starts_on ?? todayAtSchool(),
      ends_on: link?.ends_on ?? '',
    },
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ guardian_id, ends_on, ...rest }) => {
    const facts = { ...rest, ends_on: ends_on === '' ? null : ends_on };
    try {
      if (link === undefined) {
        const body = { ...facts, guardian_id };
        await keys.submit(body, (key) => linkGuardian(student.id, body, key));
      } else await changeGuardianLink(link, facts);
      await queries.invalidateQueries({ queryKey: identityKey });
      toast('good', link === undefined ? t('guardians.linked', { name }) : t('guardians.changed'));
      onClose();
    } catch (error) {
      showProblem(form, error, fields);
    }
  });

  const studentName = `${student.first_name} ${student.last_name}`;
  return (
    <FormDialog
      open
      place="right"
      onClose={onClose}
      title={
        link === undefined
          ? t('guardians.linkTitle', { name: studentName })
          : t('guardians.changeTitle', { name: joined })
      }
      submitLabel={t(link === undefined ? 'guardians.link' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      onSubmit={submit}
    >
      {link === undefined ? (
        <Controller
          control={form.control}
          name="guardian_id"
          render={({ field }) => (
            <Field
              label={t('guardians.guardian')}
              note={t('guardians.guardianNote')}
              error={errors.guardian_id?.message}
              required
            >
              <Combobox
                {...parents}
                placeholder={t('guardians.find')}
                onChange={(choice) => {
                  setName(choice?.label ?? '');
                  field.onChange(choice?.id ?? '');
                }}
              />
            </Field>
          )}
        />
      ) : null}
      <Field label={t('guardians.relationship')} error={errors.relationship?.message} required>
        <Select {...form.register('relationship')}>
          {relationships.map((relationship) => (
            <option key={relationship} value={relationship}>
              {t(`guardians.relationships.${relationship}`)}
            </option>
          ))}
        </Select>
      </Field>
      <Fieldset legend={t('guardians.rights')} error={errors.rights?.message}>
        <div className="flex flex-col gap-2">
          {rights.map((right) => (
            <Checkbox
              key={right}
              label={t(`guardians.${right}`)}
              {...form.register(`rights.${right}`)}
            />
          ))}
        </div>
      </Fieldset>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('guardians.starts')} error={errors.starts_on?.message} required>
          <Input type="date" {...form.register('starts_on')} />
        </Field>
        <Field
          label={t('guardians.ends')}
          note={t('guardians.endsNote')}
          error={errors.ends_on?.message}
          optional
        >
          <Input type="date" {...form.register('ends_on')} />
        </Field>
      </div>
    </FormDialog>
  );
}
