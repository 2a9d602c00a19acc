import { Controller, type UseFormReturn, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { laterThan, type TaskValues } from '~/features/tasks/task-form';
import { schoolTimeZone } from '~/i18n/format';
import { Radio } from '~/ui/choice';
import { Field, Fieldset } from '~/ui/field';
import { Input, Select, Textarea } from '~/ui/input';

interface TaskFieldsProps {
  form: UseFormReturn<TaskValues>;
  classes: { key: string; label: string }[];
  /** The class of a task stays once it is set. */
  fixed?: boolean;
}

/** The fields of a task, for a new one and for one that is changed. */
export function TaskFields({ form, classes, fixed = false }: TaskFieldsProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const { errors } = form.formState;
  return (
    <>
      <Field
        label={t('class')}
        note={t(fixed ? 'classFixed' : 'classNote')}
        error={errors.class?.message}
        required
      >
        <Select disabled={fixed} {...form.register('class')}>
          <option value="">{t('chooseClass')}</option>
          {classes.map(({ key, label }) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('name')} error={errors.title?.message} required>
        <Input maxLength={400} {...form.register('title')} />
      </Field>
      <Field
        label={t('instructions')}
        note={t('common:markdownNote')}
        error={errors.instructions?.message}
        optional
      >
        <Textarea rows={10} {...form.register('instructions')} />
      </Field>
      <PointsAndTimes form={form} />
    </>
  );
}

function PointsAndTimes({ form }: { form: UseFormReturn<TaskValues> }) {
  const { t } = useTranslation('tasks');
  const { errors } = form.formState;
  const late = useWatch({ control: form.control, name: 'late' });
  /** The end of late work moves with the due time while it would lie before it. */
  const due = form.register('due_at', {
    onChange: () => {
      const { due_at, closes_at } = form.getValues();
      if (due_at !== '' && closes_at <= due_at)
        form.setValue('closes_at', laterThan(due_at), { shouldDirty: true });
    },
  });
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('points')} note={t('pointsNote')} error={errors.points?.message} required>
          <Input
            type="number"
            min={1}
            max={1000}
            inputMode="numeric"
            {...form.register('points', { valueAsNumber: true })}
          />
        </Field>
        <Field
          label={t('due')}
          note={t('zoneNote', { zone: schoolTimeZone() })}
          error={errors.due_at?.message}
          required
        >
          <Input type="datetime-local" {...due} />
        </Field>
      </div>
      <Fieldset legend={t('late.title')}>
        <Controller
          control={form.control}
          name="late"
          render={({ field }) => (
            <div className="flex flex-col gap-2.5">
              {(['refused', 'accepted'] as const).map((policy) => (
                <Radio
                  key={policy}
                  name={field.name}
                  label={t(`late.${policy}`)}
                  note={t(`late.${policy}Note`)}
                  checked={field.value === policy}
                  onBlur={field.onBlur}
                  onChange={() => field.onChange(policy)}
                />
              ))}
            </div>
          )}
        />
      </Fieldset>
      {late === 'accepted' ? (
        <Field label={t('closes')} error={errors.closes_at?.message} className="max-w-64" required>
          <Input type="datetime-local" {...form.register('closes_at')} />
        </Field>
      ) : null}
    </>
  );
}
