import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { showProblem } from '~/api/form-errors';
import { changeMeeting, scheduleMeeting } from '~/api/meetings';
import { type ApiError, hasCode } from '~/api/problem';
import { useCan } from '~/api/session-hooks';
import { sectionsQuery } from '~/api/structure';
import type { Meeting, Section } from '~/api/types';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { meetingFields, meetingSchema, meetingValues } from '~/features/meetings/meeting-form';
import { useMeetingStep } from '~/features/meetings/use-meeting-step';
import { schoolTimeZone, useFormats } from '~/i18n/format';
import { clockPlus, minutesBetween, momentOf } from '~/lib/zoned';
import { Field } from '~/ui/field';
import { FormDialog } from '~/ui/form-dialog';
import { Input, Select } from '~/ui/input';
import { TextLink } from '~/ui/link-button';
import { toast } from '~/ui/toast';

interface MeetingDialogProps {
  /** The meeting that is changed; none when a new one is scheduled. */
  meeting?: Meeting;
  /** The section that is chosen at first. */
  sectionId?: string | undefined;
  onClose: () => void;
}

/** Waits for the sections that the person may choose, so that a choice is never lost. */
export function MeetingDialog(props: MeetingDialogProps) {
  // Those of the offices meet any section, teachers the ones that they teach or advise.
  const any = useCan('manage_notices');
  const { data } = useQuery(
    sectionsQuery({ ...(any ? {} : { mine: true }), sort: 'grade_level,name', limit: 100 }),
  );
  if (data === undefined) return null;
  return <MeetingForm {...props} sections={data.items} />;
}

function MeetingForm({
  meeting,
  sectionId,
  onClose,
  sections,
}: MeetingDialogProps & { sections: Section[] }) {
  const { t } = useTranslation(['meetings', 'common']);
  const zone = schoolTimeZone();
  const form = useForm({
    resolver: standardSchemaResolver(meetingSchema),
    defaultValues: meetingValues(meeting, sectionId, zone),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const keys = useSubmissionKeys();
  const { refresh } = useMeetingStep();
  const [clash, setClash] = useState<ApiError | null>(null);

  const submit = form.handleSubmit(async ({ section_id, title, url, ...clocks }) => {
    const times = {
      starts_at: momentOf(clocks.starts_at, zone),
      ends_at: momentOf(clocks.ends_at, zone),
    };
    setClash(null);
    try {
      if (meeting === undefined) {
        const body = { section_id, title, url, ...times };
        await keys.submit(body, (key) => scheduleMeeting(body, key));
      } else await changeMeeting(meeting, { title, url, ...times });
      await refresh();
      toast('good', t(meeting === undefined ? 'scheduled' : 'changed', { title }));
      onClose();
    } catch (error) {
      if (hasCode(error, 'double_booked')) setClash(error);
      else showProblem(form, error, meetingFields);
    }
  });

  const [length, setLength] = useState(() => {
    const { starts_at, ends_at } = form.getValues();
    return minutesBetween(starts_at, ends_at);
  });
  /** The end moves with the start, so that a meeting keeps its length. */
  const start = form.register('starts_at', {
    onChange: () => {
      const { starts_at } = form.getValues();
      if (starts_at !== '')
        form.setValue('ends_at', clockPlus(starts_at, length), { shouldDirty: true });
    },
  });
  const end = form.register('ends_at', {
    onChange: () => {
      const { starts_at, ends_at } = form.getValues();
      if (starts_at !== '' && ends_at > starts_at) setLength(minutesBetween(starts_at, ends_at));
    },
  });

  return (
    <FormDialog
      open
      place="right"
      onClose={onClose}
      title={meeting === undefined ? t('newTitle') : t('changeTitle')}
      submitLabel={t(meeting === undefined ? 'schedule' : 'common:saveChanges')}
      busy={isSubmitting}
      dirty={isDirty}
      error={clash === null ? errors.root?.message : <Clash error={clash} />}
      onSubmit={submit}
    >
      <Field
        label={t('section')}
        note={meeting === undefined ? undefined : t('sectionFixed')}
        error={errors.section_id?.message}
        required
      >
        <Select disabled={meeting !== undefined} {...form.register('section_id')}>
          <option value="">{t('chooseSection')}</option>
          {sections.map((section) => (
            <option key={section.id} value={section.id}>
              {section.grade_level} – {section.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label={t('name')} error={errors.title?.message} required>
        <Input maxLength={400} {...form.register('title')} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('startsAt')} error={errors.starts_at?.message} required>
          <Input type="datetime-local" {...start} />
        </Field>
        <Field label={t('endsAt')} error={errors.ends_at?.message} required>
          <Input type="datetime-local" {...end} />
        </Field>
      </div>
      <p className="-mt-2 text-xs text-muted">{t('zoneNote', { zone })}</p>
      <Field label={t('link')} note={t('linkNote')} error={errors.url?.message} required>
        <Input type="url" inputMode="url" placeholder="https://" {...form.register('url')} />
      </Field>
    </FormDialog>
  );
}

/** Which other meeting stands in the way, as far as the person may know it. */
function Clash({ error }: { error: ApiError }) {
  const { t } = useTranslation('meetings');
  const { span } = useFormats();
  const { conflict } = error.problem;
  if (conflict === undefined) return <>{error.message}</>;
  const time =
    conflict.starts_at === null || conflict.ends_at === null
      ? ''
      : span(conflict.starts_at, conflict.ends_at);
  return (
    <>
      <p className="font-semibold">{t(`clash.${conflict.with}`)}</p>
      <p>
        {conflict.meeting === null ? (
          t('clash.other', { time })
        ) : (
          <>
            <TextLink
              to="/meetings/$meetingId"
              params={{ meetingId: conflict.meeting.id }}
              preload={false}
              target="_blank"
              className="text-bad underline"
            >
              {conflict.meeting.title}
            </TextLink>
            {', '}
            {time}
          </>
        )}
      </p>
      <p>{t('clash.advice')}</p>
    </>
  );
}
