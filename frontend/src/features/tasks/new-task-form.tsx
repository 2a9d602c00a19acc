import { standardSchemaResolver } from '@hookform/resolvers/standard-schema';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useForm, useWatch } from 'react-hook-form';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { showProblem } from '~/api/form-errors';
import { createTask, tasksKey } from '~/api/tasks';
import type { TaskStatus } from '~/api/tasks-types';
import { useSubmissionKeys } from '~/api/use-submission-keys';
import { useTextPreview } from '~/api/use-text-preview';
import { TaskFields } from '~/features/tasks/task-fields';
import { newTaskBody, taskSchema, taskValues } from '~/features/tasks/task-form';
import { schoolTimeZone, todayAtSchool } from '~/i18n/format';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Card } from '~/ui/card';
import { LinkButton } from '~/ui/link-button';
import { TextPreview } from '~/ui/text-preview';
import { toast } from '~/ui/toast';
import { UnsavedGuard } from '~/ui/unsaved-guard';

interface NewTaskFormProps {
  classes: { key: string; label: string }[];
  /** The class that is chosen at first. */
  chosen: string;
  onSaved: (id: string) => void;
}

const fields = ['title', 'instructions', 'points', 'due_at', 'closes_at'] as const;

export function NewTaskForm({ classes, chosen, onSaved }: NewTaskFormProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const zone = schoolTimeZone();
  const queries = useQueryClient();
  const keys = useSubmissionKeys();
  const [done, setDone] = useState(false);
  const form = useForm({
    resolver: standardSchemaResolver(taskSchema),
    defaultValues: taskValues(undefined, chosen, zone, todayAtSchool()),
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const [title, instructions] = useWatch({
    control: form.control,
    name: ['title', 'instructions'],
  });
  const preview = useTextPreview('tasks', instructions);

  const save = (status: TaskStatus) =>
    form.handleSubmit(async (values) => {
      const body = newTaskBody(values, zone, status);
      try {
        const task = await keys.submit(body, (key) => createTask(body, key));
        setDone(true);
        await Promise.all([
          queries.invalidateQueries({ queryKey: tasksKey }),
          queries.invalidateQueries({ queryKey: calendarKey }),
        ]);
        toast('good', t(status === 'draft' ? 'draftSaved' : 'published', { title: task.title }));
        onSaved(task.id);
      } catch (error) {
        showProblem(form, error, fields);
      }
    });

  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <UnsavedGuard dirty={isDirty && !isSubmitting && !done} />
      <Card className="p-4">
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => void save('draft')(event)}
        >
          {errors.root === undefined ? null : <Alert tone="bad">{errors.root.message}</Alert>}
          <TaskFields form={form} classes={classes} />
          <p className="text-[0.8125rem] text-muted">{t('filesLater')}</p>
          <div className="flex flex-wrap justify-end gap-2">
            <LinkButton to="/tasks">{t('common:cancel')}</LinkButton>
            <Button type="submit" busy={isSubmitting}>
              {t('saveDraft')}
            </Button>
            <Button look="primary" busy={isSubmitting} onClick={() => void save('published')()}>
              {t('publish')}
            </Button>
          </div>
        </form>
      </Card>
      <TextPreview title={title} {...preview} />
    </div>
  );
}
