import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { moveProgress, progressQuery } from '~/api/enrollment';
import { moveAndApply } from '~/api/enrollment-cache';
import { showProblem } from '~/api/form-errors';
import { hasCode, hasStatus } from '~/api/problem';
import { structureKey } from '~/api/structure';
import type { Progress } from '~/api/types';
import { MoveFields } from '~/features/enrollment/move-fields';
import { moveBody, moveFields, moveSchema, type MoveValues } from '~/features/enrollment/move-form';
import { daysSince } from '~/i18n/format';
import { FormDialog } from '~/ui/form-dialog';
import { toast } from '~/ui/toast';

interface MoveDialogProps {
  progress: Progress;
  onClose: () => void;
}

/** Moves one application. When somebody was faster, it shows their state and keeps the remarks. */
export function MoveDialog({ progress: opened, onClose }: MoveDialogProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const queries = useQueryClient();
  const [progress, setProgress] = useState(opened);
  const form = useForm<MoveValues>({
    resolver: standardSchemaResolver(moveSchema),
    defaultValues: { remarks: '', section_id: '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const name = progress.student_name;

  const refreshAfterConflict = async () => {
    const newest = await queries.fetchQuery({
      ...progressQuery(progress.student_id, progress.school_year_id),
      staleTime: 0,
    });
    setProgress(newest);
    form.resetField('status');
    form.setError('root', {
      message: t('move.stale', { status: t(`common:statuses.${newest.status}`) }),
    });
  };

  const submit = form.handleSubmit(async (values) => {
    try {
      const body = moveBody(values);
      await moveAndApply(queries, [progress], async () => [await moveProgress(progress, body)]);
      toast('good', t('move.done', { name, status: t(`common:statuses.${body.status}`) }));
      onClose();
    } catch (error) {
      if (hasStatus(error, 412) || hasCode(error, 'illegal_move'))
        await refreshAfterConflict().catch(() => showProblem(form, error, moveFields));
      else {
        showProblem(form, error, moveFields);
        if (hasCode(error, 'section_full')) {
          form.setValue('section_id', '');
          void queries.invalidateQueries({ queryKey: structureKey });
        }
      }
    }
  });

  const final = progress.allowed_next.length === 0;
  const status = t(`common:statuses.${progress.status}`);
  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('move.title', { name })}
      description={t('move.now', {
        status,
        waiting: t('common:daysWaiting', { count: daysSince(progress.changed_at) }),
      })}
      submitLabel={t('move.submit')}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      submittable={!final}
      onSubmit={submit}
    >
      {final ? (
        <p>{t('move.final', { status })}</p>
      ) : (
        <MoveFields
          form={form}
          allowed={progress.allowed_next}
          schoolYearId={progress.school_year_id}
          gradeLevelId={progress.grade_level_id}
        />
      )}
    </FormDialog>
  );
}
