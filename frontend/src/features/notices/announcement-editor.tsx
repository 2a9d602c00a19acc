import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery } from '@tanstack/react-query';
import { Controller, useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import {
  announcementQuery,
  announcementsKey,
  changeAnnouncement,
  createAnnouncement,
} from '~/api/notices';
import type { Announcement } from '~/api/types';
import { useTextPreview } from '~/api/use-text-preview';
import {
  announcementBody,
  announcementFields,
  announcementSchema,
  valuesOf,
} from '~/features/notices/announcement-form';
import { AudienceFields } from '~/features/notices/audience-fields';
import { useSaveNotice } from '~/features/notices/use-save-notice';
import { schoolTimeZone } from '~/i18n/format';
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

interface AnnouncementEditorProps {
  /** The announcement that is changed; none when a new one is written. */
  id?: string;
  onSaved: (id: string) => void;
}

export function AnnouncementEditor({ id, onSaved }: AnnouncementEditorProps) {
  const { t } = useTranslation('notices');
  const { data } = useQuery({
    ...announcementQuery(id ?? ''),
    enabled: id !== undefined,
    throwOnError: (_, query) => query.state.data === undefined,
  });
  return (
    <>
      <PageHeader
        title={id === undefined ? t('newTitle') : t('editTitle')}
        above={
          <Breadcrumbs>
            <TextLink to="/announcements" search={{ view: 'manage' }}>
              {t('announcements')}
            </TextLink>
          </Breadcrumbs>
        }
      />
      {id !== undefined && data === undefined ? (
        <Card className="p-4">
          <SkeletonLines lines={10} />
        </Card>
      ) : (
        <AnnouncementForm announcement={data} onSaved={onSaved} />
      )}
    </>
  );
}

interface AnnouncementFormProps {
  announcement: Announcement | undefined;
  onSaved: (id: string) => void;
}

function AnnouncementForm({ announcement, onSaved }: AnnouncementFormProps) {
  const { t } = useTranslation(['notices', 'common']);
  const zone = schoolTimeZone();
  const form = useForm({
    resolver: standardSchemaResolver(announcementSchema),
    defaultValues: valuesOf(announcement, zone),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const { save, done } = useSaveNotice(form, announcementFields);
  const [title, body] = useWatch({ control: form.control, name: ['title', 'body'] });
  const preview = useTextPreview('notices', body);
  const isNew = announcement === undefined;

  const submit = form.handleSubmit(async (values) => {
    const { publish_at, ...rest } = announcementBody(values, zone);
    // A field of minutes knows no seconds: a time that nobody touched stays as it is.
    const moved = form.getFieldState('publish_at').isDirty || isNew;
    const content = moved ? { ...rest, publish_at } : rest;
    await save(content, {
      send: (key) =>
        announcement === undefined
          ? createAnnouncement({ ...rest, publish_at }, key)
          : changeAnnouncement(announcement, content),
      stale: [announcementsKey],
      said: isNew ? t('created', { title: values.title }) : t('changed'),
      onSaved: (saved) => onSaved(saved.id),
    });
  });

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <UnsavedGuard dirty={isDirty && !isSubmitting && !done} />
      <Card className="p-4">
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
          <Field label={t('title')} error={errors.title?.message} required>
            <Input maxLength={400} {...form.register('title')} />
          </Field>
          <Field
            label={t('text')}
            note={t('common:markdownNote')}
            error={errors.body?.message}
            required
          >
            <Textarea rows={10} {...form.register('body')} />
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
          <div className="grid gap-4 sm:grid-cols-2">
            <Field
              label={t('publishAt')}
              note={isNew ? t('publishNote') : undefined}
              error={errors.publish_at?.message}
              optional={isNew}
            >
              <Input type="datetime-local" {...form.register('publish_at')} />
            </Field>
            <Field
              label={t('expiresAt')}
              note={t('expiresNote')}
              error={errors.expires_at?.message}
              optional
            >
              <Input type="datetime-local" {...form.register('expires_at')} />
            </Field>
          </div>
          <p className="-mt-2 text-xs text-muted">{t('zoneNote', { zone })}</p>
          <Checkbox label={t('pin')} note={t('pinNote')} {...form.register('pinned')} />
          <div className="flex flex-wrap justify-end gap-2">
            <LinkButton to="/announcements" search={{ view: 'manage' }}>
              {t('common:cancel')}
            </LinkButton>
            <Button type="submit" look="primary" busy={isSubmitting}>
              {t(isNew ? 'publish' : 'common:saveChanges')}
            </Button>
          </div>
        </form>
      </Card>
      <TextPreview title={title} {...preview} />
    </div>
  );
}
