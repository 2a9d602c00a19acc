import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { changeEvent, createEvent, eventQuery, eventsKey } from '~/api/notices';
import type { SchoolEvent } from '~/api/types';
import { useTextPreview } from '~/api/use-text-preview';
import { AudienceFields } from '~/features/notices/audience-fields';
import { eventBody, eventFields, eventSchema, eventValuesOf } from '~/features/notices/event-form';
import { useSaveNotice } from '~/features/notices/use-save-notice';
import { schoolTimeZone, todayAtSchool } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Breadcrumbs } from '~/ui/breadcrumbs';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { Checkbox } from '~/ui/choice';
import { Field } from '~/ui/field';
import { Input, Textarea } from '~/ui/input';
import { LinkButton, TextLink } from '~/ui/link-button';
import { PageHeader } from '~/ui/page-header';
import { SkeletonLines } from '~/ui/skeleton';
import { TextPreview } from '~/ui/text-preview';
import { UnsavedGuard } from '~/ui/unsaved-guard';

interface EventEditorProps {
  /** The event that is changed; none when a new one is written. */
  id?: string;
  /** The day on which a new one begins. */
  day?: string | undefined;
  onSaved: (id: string) => void;
}

export function EventEditor({ id, day, onSaved }: EventEditorProps) {
  const { t } = useTranslation('notices');
  const { data } = useQuery({
    ...eventQuery(id ?? ''),
    enabled: id !== undefined,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return (
    <>
      <PageHeader
        title={id === undefined ? t('events.newTitle') : t('events.editTitle')}
        above={
          <Breadcrumbs>
            <TextLink to="/events">{t('events.title')}</TextLink>
          </Breadcrumbs>
        }
      />
      {id !== undefined && data === undefined ? (
        <Card className="p-4">
          <SkeletonLines lines={10} />
        </Card>
      ) : (
        <EventForm event={data} day={day ?? todayAtSchool()} onSaved={onSaved} />
      )}
    </>
  );
}

interface EventFormProps {
  event: SchoolEvent | undefined;
  day: string;
  onSaved: (id: string) => void;
}

function EventForm({ event, day, onSaved }: EventFormProps) {
  const { t } = useTranslation(['notices', 'common']);
  const zone = schoolTimeZone();
  const form = useForm({
    resolver: standardSchemaResolver(eventSchema),
    defaultValues: eventValuesOf(event, zone, day),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const { save, done } = useSaveNotice(form, eventFields);
  const [title, body, allDay] = useWatch({
    control: form.control,
    name: ['title', 'body', 'all_day'],
  });
  const preview = useTextPreview('notices', body);
  const isNew = event === undefined;

  const submit = form.handleSubmit(async (values) => {
    const content = eventBody(values, zone);
    await save(content, {
      send: (key) =>
        event === undefined ? createEvent(content, key) : changeEvent(event, content),
      stale: [eventsKey, calendarKey],
      said: isNew ? t('created', { title: values.title }) : t('changed'),
      onSaved: (saved) => onSaved(saved.id),
    });
  });

  /** The end follows the start, so that a day need not be typed twice. */
  const startDay = form.register('starts_on', {
    onChange: () => {
      const { starts_on, ends_on } = form.getValues();
      if (ends_on < starts_on) form.setValue('ends_on', starts_on, { shouldDirty: true });
    },
  });

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <UnsavedGuard dirty={isDirty && !isSubmitting && !done} />
      <Card className="p-4">
        <form noValidate className="flex flex-col gap-4" onSubmit={(each) => void submit(each)}>
          {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
          <Field label={t('title')} error={errors.title?.message} required>
            <Input maxLength={400} {...form.register('title')} />
          </Field>
          <Checkbox
            label={t('events.allDay')}
            note={t('events.allDayNote')}
            {...form.register('all_day')}
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <div className="flex items-end gap-2">
              <Field
                label={t('events.startsOn')}
                error={errors.starts_on?.message}
                required
                className="flex-1"
              >
                <Input type="date" {...startDay} />
              </Field>
              {allDay ? null : (
                <Field label={t('events.startsTime')} className="w-30 shrink-0">
                  <Input type="time" {...form.register('starts_time')} />
                </Field>
              )}
            </div>
            <div className="flex items-end gap-2">
              <Field
                label={t('events.endsOn')}
                error={errors.ends_on?.message}
                required
                className="flex-1"
              >
                <Input type="date" {...form.register('ends_on')} />
              </Field>
              {allDay ? null : (
                <Field label={t('events.endsTime')} className="w-30 shrink-0">
                  <Input type="time" {...form.register('ends_time')} />
                </Field>
              )}
            </div>
          </div>
          {allDay ? null : <p className="-mt-2 text-xs text-muted">{t('zoneNote', { zone })}</p>}
          <Field label={t('events.place')} error={errors.place?.message} optional>
            <Input {...form.register('place')} />
          </Field>
          <Field
            label={t('text')}
            note={t('common:markdownNote')}
            error={errors.body?.message}
            optional
          >
            <Textarea rows={6} {...form.register('body')} />
          </Field>
          <Controller
            control={form.control}
            name="audience"
            render={({ field }) => (
              <AudienceFields
                value={field.value}
                onChange={field.onChange}
                error={errors.audience?.message ?? errors.audience?.root?.message}
              />
            )}
          />
          <div className="flex flex-wrap justify-end gap-2">
            <LinkButton to="/events">{t('common:cancel')}</LinkButton>
            <Button type="submit" look="primary" busy={isSubmitting}>
              {t(isNew ? 'common:create' : 'common:saveChanges')}
            </Button>
          </div>
        </form>
      </Card>
      <TextPreview title={title} {...preview} />
    </div>
  );
}
