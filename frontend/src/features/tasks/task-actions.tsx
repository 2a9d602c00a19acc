import { useQueryClient } from '@tanstack/react-query';
import { ClipboardCheck, EyeOff, Pencil, Send, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { calendarKey } from '~/api/calendar';
import { errorText } from '~/api/error-text';
import { hasCode } from '~/api/problem';
import { changeTask, deleteTask, tasksKey } from '~/api/tasks';
import type { Task, TaskStatus } from '~/api/tasks-types';
import { Alert } from '~/ui/alert';
import { Button, IconButton } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { LinkButton } from '~/ui/link-button';
import { toast } from '~/ui/toast';

interface TaskActionsProps {
  task: Task;
  onDeleted: () => void;
}

/** The way to the hand-ins; publish, change, take back and delete for whoever sets the task. */
export function TaskActions({ task, onDeleted }: TaskActionsProps) {
  const { t } = useTranslation('tasks');
  return (
    <>
      {task.progress === null || task.status === 'draft' ? null : (
        <LinkButton
          to="/tasks/$taskId/grading"
          params={{ taskId: task.id }}
          preload={false}
          look={task.manageable ? 'primary' : 'secondary'}
        >
          <ClipboardCheck aria-hidden />
          {t(task.manageable ? 'grade' : 'look')}
        </LinkButton>
      )}
      {task.manageable ? <ManageActions task={task} onDeleted={onDeleted} /> : null}
    </>
  );
}

function ManageActions({ task, onDeleted }: TaskActionsProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const [deleting, setDeleting] = useState(false);
  const { put, busy } = usePublishing(task);
  return (
    <>
      {task.status === 'draft' ? (
        <Button look="primary" busy={busy} onClick={() => void put('published')}>
          {busy ? null : <Send aria-hidden />}
          {t('publish')}
        </Button>
      ) : (
        <Button busy={busy} onClick={() => void put('draft')}>
          {busy ? null : <EyeOff aria-hidden />}
          {t('unpublish')}
        </Button>
      )}
      <LinkButton to="/tasks/$taskId/edit" params={{ taskId: task.id }} preload={false}>
        <Pencil aria-hidden />
        {t('common:change')}
      </LinkButton>
      <IconButton label={t('common:delete')} onClick={() => setDeleting(true)}>
        <Trash2 aria-hidden />
      </IconButton>
      {deleting ? (
        <DeleteTask task={task} onClose={() => setDeleting(false)} onDeleted={onDeleted} />
      ) : null}
    </>
  );
}

function usePublishing(task: Task) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const put = async (status: TaskStatus) => {
    setBusy(true);
    try {
      await changeTask(task, { status });
      toast('good', t(status === 'draft' ? 'unpublished' : 'published', { title: task.title }));
    } catch (error) {
      toast('bad', hasCode(error, 'has_submissions') ? t('hasSubmissions') : errorText(error));
    }
    await Promise.all([
      queries.invalidateQueries({ queryKey: tasksKey }),
      queries.invalidateQueries({ queryKey: calendarKey }),
    ]);
    setBusy(false);
  };
  return { put, busy };
}

interface DeleteTaskProps extends TaskActionsProps {
  onClose: () => void;
}

function DeleteTask({ task, onClose, onDeleted }: DeleteTaskProps) {
  const { t } = useTranslation(['tasks', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const { title } = task;
  const confirm = async () => {
    setBusy(true);
    try {
      await deleteTask(task);
      toast('good', t('deleted', { title }));
      // The page of what is gone must be left before it asks again.
      onDeleted();
      await Promise.all([
        queries.invalidateQueries({ queryKey: tasksKey }),
        queries.invalidateQueries({ queryKey: calendarKey }),
      ]);
    } catch (failure) {
      setError(failure);
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('deleteTitle', { title })}
      confirmLabel={t('common:delete')}
      danger
      busy={busy}
      onConfirm={() => void confirm()}
    >
      <p>{t('deleteDetail')}</p>
      {error === null ? null : (
        <Alert tone="bad">{hasCode(error, 'in_use') ? t('inUse') : errorText(error)}</Alert>
      )}
    </ConfirmDialog>
  );
}
