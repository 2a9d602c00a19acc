import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { client, ifMatch, unwrap } from '~/api/client';
import { everyPage } from '~/api/every-page';
import type { SubmissionsQuery, TasksQuery } from '~/api/schema';
import type {
  NewGrade,
  NewSubmission,
  NewTask,
  Submission,
  Task,
  TaskChange,
  TaskDraft,
} from '~/api/tasks-types';
import type { Disposition } from '~/api/types';

export const tasksKey = ['tasks'] as const;
export const submissionsKey = ['submissions'] as const;

const once = (key: string) => ({ 'Idempotency-Key': key });
const at = (record: { id: string; version: number }) => ({
  path: { id: record.id },
  header: ifMatch(record),
});

export const tasksQuery = (query: TasksQuery) =>
  queryOptions({
    queryKey: [...tasksKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/tasks', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

/** One task; `mine` is then about the student who is named, a child for instance. */
export const taskQuery = (id: string, studentId?: string) =>
  queryOptions({
    queryKey: [...tasksKey, 'one', id, studentId ?? null],
    queryFn: ({ signal }) => {
      const query = studentId === undefined ? {} : { student_id: studentId };
      return unwrap(client.GET('/tasks/{id}', { params: { path: { id }, query }, signal }));
    },
  });

export const createTask = (body: NewTask, key: string) =>
  unwrap(client.POST('/tasks', { params: { header: once(key) }, body }));
export const changeTask = (task: { id: string; version: number }, body: TaskChange) =>
  unwrap(client.PATCH('/tasks/{id}', { params: at(task), body }));
export const deleteTask = (task: Task) =>
  unwrap(client.DELETE('/tasks/{id}', { params: at(task) }));

/** How instructions will look; the server alone turns them into a page. */
export const previewInstructions = async (
  instructions: string,
  signal: AbortSignal,
): Promise<string> => {
  const { instructions_html } = await unwrap(
    client.POST('/tasks/preview', { body: { instructions }, signal }),
  );
  return instructions_html;
};

export const attachmentsPath = (taskId: string) => `/tasks/${taskId}/attachments`;
export const removeAttachment = (taskId: string, fileId: string) =>
  unwrap(
    client.DELETE('/tasks/{id}/attachments/{file_id}', {
      params: { path: { id: taskId, file_id: fileId } },
    }),
  );
export const attachmentLink = (taskId: string, fileId: string, disposition: Disposition) =>
  unwrap(
    client.POST('/tasks/{id}/attachments/{file_id}/link', {
      params: { path: { id: taskId, file_id: fileId } },
      body: { disposition },
    }),
  );

/** What the student who is logged in has prepared for a task. */
export const taskDraftQuery = (taskId: string) =>
  queryOptions({
    queryKey: [...tasksKey, 'draft', taskId],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/tasks/{id}/draft', { params: { path: { id: taskId } }, signal })),
    // Another tab or device may have written on; an older text must not be taken for the newest.
    staleTime: 0,
  });

export const saveTaskDraft = (taskId: string, draft: Pick<TaskDraft, 'text' | 'version'>) =>
  unwrap(
    client.PUT('/tasks/{id}/draft', {
      params: { path: { id: taskId }, header: ifMatch(draft) },
      body: { text: draft.text },
    }),
  );
export const draftFilesPath = (taskId: string) => `/tasks/${taskId}/draft/files`;
export const removeDraftFile = (taskId: string, fileId: string) =>
  unwrap(
    client.DELETE('/tasks/{id}/draft/files/{file_id}', {
      params: { path: { id: taskId, file_id: fileId } },
    }),
  );
export const draftFileLink = (taskId: string, fileId: string, disposition: Disposition) =>
  unwrap(
    client.POST('/tasks/{id}/draft/files/{file_id}/link', {
      params: { path: { id: taskId, file_id: fileId } },
      body: { disposition },
    }),
  );

export const handIn = (taskId: string, body: NewSubmission, key: string) =>
  unwrap(
    client.POST('/tasks/{id}/submissions', {
      params: { path: { id: taskId }, header: once(key) },
      body,
    }),
  );

/** Every version that a student has handed in for a task, the newest first. */
export const handInsQuery = (taskId: string, studentId?: string) =>
  queryOptions({
    queryKey: [...submissionsKey, 'of-task', taskId, studentId ?? null],
    queryFn: ({ signal }) =>
      everyPage((part) =>
        unwrap(
          client.GET('/tasks/{id}/submissions', {
            params: {
              path: { id: taskId },
              query: {
                all: true,
                ...(studentId === undefined ? {} : { student_id: studentId }),
                ...part,
              },
            },
            signal,
          }),
        ),
      ),
  });

/** The students of the task's section, each with the latest hand-in. */
export const rosterQuery = (taskId: string) =>
  queryOptions({
    queryKey: [...submissionsKey, 'roster', taskId],
    queryFn: ({ signal }) =>
      everyPage((part) =>
        unwrap(
          client.GET('/tasks/{id}/roster', {
            params: { path: { id: taskId }, query: part },
            signal,
          }),
        ),
      ),
  });

export const submissionsQuery = (query: SubmissionsQuery) =>
  queryOptions({
    queryKey: [...submissionsKey, 'list', query],
    queryFn: ({ signal }) => unwrap(client.GET('/submissions', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });

export const submissionQuery = (id: string) =>
  queryOptions({
    queryKey: [...submissionsKey, 'one', id],
    queryFn: ({ signal }) =>
      unwrap(client.GET('/submissions/{id}', { params: { path: { id } }, signal })),
  });

export const gradeSubmission = (submission: Pick<Submission, 'id' | 'version'>, body: NewGrade) =>
  unwrap(client.POST('/submissions/{id}/grade', { params: at(submission), body }));
export const returnSubmission = (submission: Submission) =>
  unwrap(client.POST('/submissions/{id}/return', { params: at(submission) }));
/** Returns everything of a task that is graded and not returned yet. */
export const returnGraded = (taskId: string) =>
  unwrap(client.POST('/tasks/{id}/return', { params: { path: { id: taskId } }, body: {} }));
export const submissionFileLink = (
  submissionId: string,
  fileId: string,
  disposition: Disposition,
) =>
  unwrap(
    client.POST('/submissions/{id}/files/{file_id}/link', {
      params: { path: { id: submissionId, file_id: fileId } },
      body: { disposition },
    }),
  );
