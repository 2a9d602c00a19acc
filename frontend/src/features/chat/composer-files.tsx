import { useTranslation } from 'react-i18next';

import { messageFileLink, removeMessageFile } from '~/api/chat';
import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import type { useComposer } from '~/features/chat/use-composer';
import { StoredFiles } from '~/ui/file-list';
import { UploadList } from '~/ui/upload-list';
import { useFileViewer } from '~/ui/use-file-viewer';

interface ComposerFilesProps {
  conversationId: string;
  composer: ReturnType<typeof useComposer>;
}

/** The files that go with the next message, and those that are still on their way. */
export function ComposerFiles({ conversationId, composer }: ComposerFilesProps) {
  const { t } = useTranslation('chat');
  const { draft, uploads, removeFile } = composer;
  const { items, queue } = uploads;
  const files = useFileViewer({
    address: (file, disposition) =>
      addressOf(messageFileLink(conversationId, file.id, disposition)),
    explain: errorText,
  });
  if (draft.files.length === 0 && items.length === 0) return null;
  return (
    <div className="mb-2 flex max-h-48 flex-col gap-2 overflow-y-auto overscroll-contain">
      {draft.files.length === 0 ? null : (
        <StoredFiles
          label={t('attached')}
          files={draft.files}
          onDownload={files.download}
          onPreview={files.preview}
          onRemove={({ id }) => {
            removeFile(id);
            // Files that belong to no message are tidied away by the server too.
            removeMessageFile(conversationId, id).catch(() => undefined);
          }}
        />
      )}
      <UploadList
        items={items}
        onCancel={(id) => queue.cancel(id)}
        onRetry={(id) => queue.retry(id)}
        onRemove={(id) => queue.remove(id)}
      />
      {files.viewer}
    </div>
  );
}
