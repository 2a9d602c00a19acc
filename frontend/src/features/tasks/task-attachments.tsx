import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import { attachmentLink, attachmentsPath, removeAttachment, tasksKey } from '~/api/tasks';
import type { Task } from '~/api/tasks-types';
import { upload } from '~/api/upload';
import { useUploads } from '~/api/use-uploads';
import { Panel } from '~/ui/card';
import { Dropzone } from '~/ui/dropzone';
import { StoredFiles } from '~/ui/file-list';
import { toast } from '~/ui/toast';
import { UploadList } from '~/ui/upload-list';
import { useFileViewer } from '~/ui/use-file-viewer';

/** The files that come with a task; whoever sets it adds and removes them. */
export function TaskAttachments({ task }: { task: Task }) {
  const { t } = useTranslation('tasks');
  const files = useFileViewer({
    address: (file, disposition) => addressOf(attachmentLink(task.id, file.id, disposition)),
    explain: errorText,
  });
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: tasksKey });
  const remove = async (fileId: string) => {
    try {
      await removeAttachment(task.id, fileId);
    } catch (error) {
      toast('bad', errorText(error));
    }
    await refresh();
  };
  if (task.attachments.length === 0 && !task.manageable) return null;
  return (
    <Panel title={t('attachments')}>
      <div className="flex flex-col gap-3">
        {task.attachments.length === 0 ? null : (
          <StoredFiles
            label={t('attachments')}
            files={task.attachments}
            onDownload={files.download}
            onPreview={files.preview}
            onRemove={task.manageable ? (file) => void remove(file.id) : undefined}
          />
        )}
        {task.manageable ? <AddAttachments taskId={task.id} onAdded={refresh} /> : null}
      </div>
      {files.viewer}
    </Panel>
  );
}

interface AddAttachmentsProps {
  taskId: string;
  onAdded: () => Promise<void>;
}

function AddAttachments({ taskId, onAdded }: AddAttachmentsProps) {
  const { items, queue } = useUploads({
    send: async ({ id, file }, options) => {
      await upload({ path: attachmentsPath(taskId), file, ...options });
      await onAdded();
      // It stands among the attachments now.
      queue.remove(id);
    },
    atOnce: 1,
  });
  return (
    <>
      <Dropzone
        onFiles={(files) => queue.add(files.map((file) => ({ id: crypto.randomUUID(), file })))}
      />
      <UploadList
        items={items}
        onCancel={(id) => queue.cancel(id)}
        onRetry={(id) => queue.retry(id)}
        onRemove={(id) => queue.remove(id)}
      />
    </>
  );
}
