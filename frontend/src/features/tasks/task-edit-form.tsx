import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { errorText } from '~/api/error-text';
import { showProblem } from '~/api/form-errors';
import { hasCode, hasStatus } from '~/api/problem';
import { changeTask, taskQuery, tasksKey } from '~/api/tasks';
import type { Task } from '~/api/tasks-types';
import { useTextPreview } from '~/api/use-text-preview';
import { TaskFields } from '~/features/tasks/task-fields';
import { classKey, taskChange, taskSchema, taskValues } from '~/features/tasks/task-form';
import { schoolTimeZone, todayAtSchool } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { LinkButton } from '~/ui/link-button';
import { TextPreview } from '~/ui/text-preview';
import { toast } from '~/ui/toast';
import { UnsavedGuard } from '~/ui/unsaved-guard';

interface TaskEditFormProps {
  task: Task;
  onSaved: () => void;
}

const fields = ['title', 'instructions', 'points', 'due_at', 'closes_at'] as const;

/** Keeps the version that the form was filled from, so that a later one is never overwritten unseen. */
export function TaskEditForm({ task, onSaved }: TaskEditFormProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const zone = schoolTimeZone();
  const queries = useQueryClient();
  const [base, setBase] = useState(task);
  const [stale, setStale] = useState(false);
  const [done, setDone] = useState(false);
  const form = useForm({
    resolver: standardSchemaResolver(taskSchema),
    defaultValues: taskValues(task, '', zone, todayAtSchool()),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const [title, instructions] = useWatch({
    control: form.control,
    name: ['title', 'instructions'],
  });
  const preview = useTextPreview('tasks', instructions);

  const submit = form.handleSubmit(async (values) => {
    try {
      await changeTask(base, taskChange(values, base, zone));
      setDone(true);
      await Promise.all([
        queries.invalidateQueries({ queryKey: tasksKey }),
        queries.invalidateQueries({ queryKey: calendarKey }),
      ]);
      toast('good', t('changed'));
      onSaved();
    } catch (error) {
      if (hasStatus(error, 412)) setStale(true);
      else if (hasCode(error, 'scores_exceed_points'))
        form.setError('points', { message: t('scoresExceed') }, { shouldFocus: true });
      else showProblem(form, error, fields);
    }
  });

  const newest = () => queries.fetchQuery({ ...taskQuery(task.id), staleTime: 0 });
  const load = async () => {
    const fresh = await newest();
    setBase(fresh);
    setStale(false);
    form.reset(taskValues(fresh, '', zone, todayAtSchool()));
  };
  const overwrite = async () => {
    setBase(await newest());
    setStale(false);
  };

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <UnsavedGuard dirty={isDirty && !isSubmitting && !done} />
      <Card className="p-4">
        <form noValidate className="flex flex-col gap-4" onSubmit={(event) => void submit(event)}>
          {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
          {stale ? <StaleAlert onLoad={load} onKeep={overwrite} /> : null}
          <TaskFields
            form={form}
            classes={[
              { key: classKey(task), label: `${task.section_name} · ${task.subject_title}` },
            ]}
            fixed
          />
          <div className="flex flex-wrap justify-end gap-2">
            <LinkButton to="/tasks/$taskId" params={{ taskId: task.id }} preload={false}>
              {t('common:cancel')}
            </LinkButton>
            <Button type="submit" look="primary" busy={isSubmitting}>
              {t('common:saveChanges')}
            </Button>
          </div>
        </form>
      </Card>
      <TextPreview title={title} {...preview} />
    </div>
  );
}

interface StaleAlertProps {
  onLoad: () => Promise<void>;
  onKeep: () => Promise<void>;
}

function attempt(act: () => Promise<void>): void {
  act().catch((error: unknown) => toast('bad', errorText(error)));
}

/** Somebody else changed it: the teacher decides whose words stand. */
function StaleAlert({ onLoad, onKeep }: StaleAlertProps) {
  const { t } = useTranslation('tasks');
  return (
    <Alert tone="bad" title={t('stale.title')}>
      <p>{t('stale.detail')}</p>
      <span className="mt-2 flex flex-wrap gap-2">
        <Button size="small" onClick={() => attempt(onLoad)}>
          {t('stale.load')}
        </Button>
        <Button size="small" onClick={() => attempt(onKeep)}>
          {t('stale.keep')}
        </Button>
      </span>
    </Alert>
  );
}
