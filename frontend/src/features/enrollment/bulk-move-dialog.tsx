import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { enrollmentKey, moveMany } from '~/api/enrollment';
import { moveAndApply } from '~/api/enrollment-cache';
import { errorText } from '~/api/error-text';
import { showProblem } from '~/api/form-errors';
import { isApiError } from '~/api/problem';
import type { Progress } from '~/api/types';
import { MoveFields } from '~/features/enrollment/move-fields';
import { moveBody, moveFields, moveSchema, type MoveValues } from '~/features/enrollment/move-form';
import { commonMoves } from '~/features/enrollment/stages';
import { StatusBadge } from '~/features/enrollment/status-badge';
import { Alert } from '~/ui/alert';
import { FormDialog } from '~/ui/form-dialog';
import { toast } from '~/ui/toast';

interface BulkMoveDialogProps {
  items: Progress[];
  onClose: () => void;
  onMoved: () => void;
}

/** Moves many applications at once. The server moves all or none, and says which stood in the way. */
export function BulkMoveDialog({ items, onClose, onMoved }: BulkMoveDialogProps) {
  const { t } = useTranslation(['enrollment', 'common']);
  const queries = useQueryClient();
  const [refusals, setRefusals] = useState<ReadonlyMap<string, string>>(new Map());
  const form = useForm<MoveValues>({
    resolver: standardSchemaResolver(moveSchema),
    defaultValues: { remarks: '', section_id: '' },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const allowed = commonMoves(items);
  const levels = new Set(items.map((item) => item.grade_level_id));
  const gradeLevelId = levels.size === 1 ? items[0]?.grade_level_id : undefined;
  const schoolYearId = items[0]?.school_year_id ?? '';

  const explain = (error: unknown) => {
    const refused = isApiError(error) ? (error.problem.refused ?? []) : [];
    setRefusals(new Map(refused.map((each) => [each.student_id, each.detail])));
    if (refused.length > 0) {
      form.setError('root', { message: errorText(error) });
      void queries.invalidateQueries({ queryKey: enrollmentKey });
    } else showProblem(form, error, moveFields);
  };

  const submit = form.handleSubmit(async (values) => {
    try {
      const body = {
        school_year_id: schoolYearId,
        moves: items.map(({ student_id, version }) => ({ student_id, version })),
        ...moveBody(values),
      };
      await moveAndApply(queries, items, async () => (await moveMany(body)).items);
      const status = t(`common:statuses.${values.status}`);
      toast('good', t('bulk.done', { count: items.length, status }));
      onMoved();
    } catch (error) {
      explain(error);
    }
  });

  return (
    <FormDialog
      open
      onClose={onClose}
      title={t('bulk.title', { count: items.length })}
      description={t('bulk.allOrNothing')}
      submitLabel={t('bulk.submit', { count: items.length })}
      busy={isSubmitting}
      dirty={isDirty}
      error={errors.root?.message}
      submittable={allowed.length > 0}
      onSubmit={submit}
    >
      {allowed.length === 0 ? (
        <Alert tone="warn">{t('bulk.none')}</Alert>
      ) : (
        <MoveFields
          form={form}
          allowed={allowed}
          schoolYearId={schoolYearId}
          gradeLevelId={gradeLevelId}
        />
      )}
      {allowed.includes('enrolled') && gradeLevelId === undefined ? (
        <p className="text-[0.8125rem] text-muted">{t('bulk.different')}</p>
      ) : null}
      <SelectedApplications items={items} refusals={refusals} />
    </FormDialog>
  );
}

interface SelectedApplicationsProps {
  items: Progress[];
  refusals: ReadonlyMap<string, string>;
}

function SelectedApplications({ items, refusals }: SelectedApplicationsProps) {
  const { t } = useTranslation('enrollment');
  return (
    <div>
      <p className="mb-1 text-[0.8125rem] font-medium">
        {t(refusals.size > 0 ? 'bulk.rows' : 'bulk.listed')}
      </p>
      <ul className="max-h-48 divide-y divide-line overflow-y-auto rounded-control border border-line">
        {items.map((item) => {
          const refusal = refusals.get(item.student_id);
          if (refusals.size > 0 && refusal === undefined) return null;
          return (
            <li key={item.student_id} className="px-2.5 py-1.5">
              <span className="flex items-center justify-between gap-2">
                <span className="min-w-0 truncate">{item.student_name}</span>
                <StatusBadge status={item.status} />
              </span>
              {refusal === undefined ? null : (
                <span className="block text-[0.8125rem] text-bad">{refusal}</span>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
