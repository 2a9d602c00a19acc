import { type UseFormReturn, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import type { SettingsValues } from '~/features/settings/settings-page';
import { useFormats } from '~/i18n/format';
import { Panel } from '~/ui/card';
import { Checkbox } from '~/ui/choice';
import { Field } from '~/ui/field';
import { Input, Textarea } from '~/ui/input';

const amounts = [
  { name: 'max_upload_megabytes', label: 'maxUpload' },
  { name: 'section_quota_megabytes', label: 'sectionQuota' },
  { name: 'person_quota_megabytes', label: 'personQuota' },
] as const;

const zones = Intl.supportedValuesOf('timeZone');

export function SettingsFields({ form }: { form: UseFormReturn<SettingsValues> }) {
  const { t } = useTranslation('settings');
  const { errors } = form.formState;
  return (
    <>
      <Panel title={t('school')}>
        <div className="flex flex-col gap-4">
          <Field label={t('name')} error={errors.school_name?.message} required>
            <Input {...form.register('school_name')} />
          </Field>
          <Field label={t('address')} error={errors.address?.message} optional>
            <Textarea rows={2} {...form.register('address')} />
          </Field>
        </div>
      </Panel>
      <Panel title={t('region')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            label={t('timeZone')}
            note={t('timeZoneNote')}
            error={errors.time_zone?.message}
            className="sm:col-span-2"
            required
          >
            <Input list="time-zones" {...form.register('time_zone')} />
          </Field>
          <datalist id="time-zones">
            {zones.map((zone) => (
              <option key={zone} value={zone} />
            ))}
          </datalist>
          <Field
            label={t('currency')}
            note={t('currencyNote')}
            error={errors.currency?.message}
            required
          >
            <Input autoCapitalize="characters" maxLength={3} {...form.register('currency')} />
          </Field>
          <Field label={t('locale')} note={t('localeNote')} error={errors.locale?.message} required>
            <Input autoCapitalize="none" {...form.register('locale')} />
          </Field>
        </div>
      </Panel>
      <Panel title={t('chat')}>
        <Checkbox
          label={t('classmates')}
          note={t('classmatesNote')}
          {...form.register('classmates_may_chat')}
        />
      </Panel>
      <Panel title={t('files')}>
        <div className="grid gap-4 sm:grid-cols-3">
          {amounts.map(({ name, label }) => (
            <AmountField key={name} form={form} name={name} label={t(label)} />
          ))}
        </div>
      </Panel>
    </>
  );
}

interface AmountFieldProps {
  form: UseFormReturn<SettingsValues>;
  name: (typeof amounts)[number]['name'];
  label: string;
}

/** An amount in megabytes; a large one is said in gigabytes too. */
function AmountField({ form, name, label }: AmountFieldProps) {
  const { size } = useFormats();
  const megabytes = useWatch({ control: form.control, name });
  return (
    <Field
      label={label}
      note={megabytes >= 1024 ? size(megabytes * 1_048_576) : undefined}
      error={form.formState.errors[name]?.message}
      required
    >
      <Input
        type="number"
        min={1}
        inputMode="numeric"
        {...form.register(name, { valueAsNumber: true })}
      />
    </Field>
  );
}
