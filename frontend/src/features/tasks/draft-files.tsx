import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import { draftFileLink, draftFilesPath, removeDraftFile, taskDraftQuery } from '~/api/tasks';
import type { StoredFile } from '~/api/types';
import { upload } from '~/api/upload';
import { useUploads } from '~/api/use-uploads';
import { Dropzone } from '~/ui/dropzone';
import { StoredFiles } from '~/ui/file-list';
import { toast } from '~/ui/toast';
import { UploadList } from '~/ui/upload-list';
import { useFileViewer } from '~/ui/use-file-viewer';

/** Sends files into the draft; each stands among its files as soon as the server has it. */
export function useDraftUploads(taskId: string) {
  const queries = useQueryClient();
  const uploads = useUploads({
    send: async ({ id, file }, options) => {
      await upload({ path: draftFilesPath(taskId), file, ...options });
      await queries.invalidateQueries({ queryKey: taskDraftQuery(taskId).queryKey });
      uploads.queue.remove(id);
    },
  });
  return uploads;
}

interface DraftFilesProps {
  taskId: string;
  files: StoredFile[];
  uploads: ReturnType<typeof useDraftUploads>;
}

export function DraftFiles({ taskId, files, uploads }: DraftFilesProps) {
  const { t } = useTranslation('tasks');
  const queries = useQueryClient();
  const kept = useFileViewer({
    address: (file, disposition) => addressOf(draftFileLink(taskId, file.id, disposition)),
    explain: errorText,
  });
  const { items, queue } = uploads;
  const remove = async (fileId: string) => {
    try {
      await removeDraftFile(taskId, fileId);
    } catch (error) {
      toast('bad', errorText(error));
    }
    await queries.invalidateQueries({ queryKey: taskDraftQuery(taskId).queryKey });
  };
  return (
    <div role="group" aria-label={t('files')} className="flex flex-col gap-3">
      {files.length === 0 ? null : (
        <StoredFiles
          label={t('files')}
          files={files}
          onDownload={kept.download}
          onPreview={kept.preview}
          onRemove={(file) => void remove(file.id)}
        />
      )}
      <UploadList
        items={items}
        onCancel={(id) => queue.cancel(id)}
        onRetry={(id) => queue.retry(id)}
        onRemove={(id) => queue.remove(id)}
      />
      <Dropzone
        onFiles={(chosen) => queue.add(chosen.map((file) => ({ id: crypto.randomUUID(), file })))}
      />
      {kept.viewer}
    </div>
  );
}
