import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';
import * as z from 'zod/mini';

import { showProblem } from '~/api/form-errors';
import { hasStatus } from '~/api/problem';
import { useCan } from '~/api/session-hooks';
import { changeSettings, settingsKey, settingsQuery } from '~/api/settings';
import type { Settings, SettingsChange } from '~/api/types';
import { SettingsFields } from '~/features/settings/settings-fields';
import { setSchoolFormat } from '~/i18n/format';
import { optionalText, requiredText, wholeNumber } from '~/i18n/rules';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { PageHeader } from '~/ui/page-header';
import { SaveBar } from '~/ui/save-bar';
import { SkeletonLines } from '~/ui/skeleton';
import { UnsavedGuard } from '~/ui/unsaved-guard';

const megabyte = 1_048_576;

const schema = z.object({
  school_name: requiredText(120),
  address: optionalText(300),
  time_zone: requiredText(64),
  currency: requiredText(3),
  locale: requiredText(35),
  classmates_may_chat: z.boolean(),
  max_upload_megabytes: wholeNumber(1, 10_240),
  section_quota_megabytes: wholeNumber(1, 1_073_741_824),
  person_quota_megabytes: wholeNumber(1, 1_073_741_824),
});

export type SettingsValues = z.input<typeof schema>;

const fields = [
  'school_name',
  'address',
  'time_zone',
  'currency',
  'locale',
  'classmates_may_chat',
  'max_upload_megabytes',
  'section_quota_megabytes',
  'person_quota_megabytes',
] as const;

export function SettingsPage() {
  const { t } = useTranslation('settings');
  const { data: settings } = useQuery({
    ...settingsQuery(),
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return (
    <div className="mx-auto max-w-3xl">
      <PageHeader title={t('title')} note={t('note')} />
      {settings === undefined ? (
        <Card className="p-4">
          <SkeletonLines lines={8} />
        </Card>
      ) : (
        <SettingsForm settings={settings} />
      )}
    </div>
  );
}

function valuesOf(settings: Settings): SettingsValues {
  const {
    version: _version,
    max_upload_bytes,
    section_quota_bytes,
    person_quota_bytes,
    address,
    ...rest
  } = settings;
  return {
    ...rest,
    address: address ?? '',
    max_upload_megabytes: Math.round(max_upload_bytes / megabyte),
    section_quota_megabytes: Math.round(section_quota_bytes / megabyte),
    person_quota_megabytes: Math.round(person_quota_bytes / megabyte),
  };
}

function changeOf(values: SettingsValues): SettingsChange {
  const {
    max_upload_megabytes,
    section_quota_megabytes,
    person_quota_megabytes,
    address,
    ...rest
  } = values;
  return {
    ...rest,
    address: address === '' ? null : address,
    max_upload_bytes: max_upload_megabytes * megabyte,
    section_quota_bytes: section_quota_megabytes * megabyte,
    person_quota_bytes: person_quota_megabytes * megabyte,
  };
}

/** Keeps the version that the form was filled from, so that a later one is never overwritten. */
function SettingsForm({ settings }: { settings: Settings }) {
  const { t } = useTranslation('settings');
  const manages = useCan('manage_settings');
  const queries = useQueryClient();
  const [base, setBase] = useState(settings);
  const [stale, setStale] = useState(false);
  const [saved, setSaved] = useState(false);
  const form = useForm<SettingsValues>({
    resolver: standardSchemaResolver(schema),
    defaultValues: valuesOf(settings),
    disabled: !manages,
  });
  const { errors, isDirty, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    try {
      const newest = await changeSettings(base, changeOf(values));
      setBase(newest);
      setSchoolFormat(newest.time_zone, newest.locale);
      form.reset(valuesOf(newest));
      setSaved(true);
      await queries.invalidateQueries({ queryKey: settingsKey });
    } catch (error) {
      if (hasStatus(error, 412)) setStale(true);
      else showProblem(form, error, fields);
    }
  });

  const loadNewest = async () => {
    const newest = await queries.fetchQuery({ ...settingsQuery(), staleTime: 0 });
    setBase(newest);
    setStale(false);
    form.reset(valuesOf(newest));
  };

  return (
    <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
      <UnsavedGuard dirty={isDirty && !isSubmitting} />
      {manages ? null : <Alert tone="info">{t('readOnly')}</Alert>}
      {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
      {stale ? (
        <Alert
          tone="bad"
          action={
            <Button size="small" onClick={() => void loadNewest()}>
              {t('loadNewest')}
            </Button>
          }
        >
          {t('stale')}
        </Alert>
      ) : null}
      <SettingsFields form={form} />
      {manages ? <SaveBar dirty={isDirty} busy={isSubmitting} saved={saved} /> : null}
    </form>
  );
}
