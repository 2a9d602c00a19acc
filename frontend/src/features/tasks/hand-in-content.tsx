import { useTranslation } from 'react-i18next';

import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import { submissionFileLink } from '~/api/tasks';
import type { Submission } from '~/api/tasks-types';
import { StoredFiles } from '~/ui/file-list';
import { useFileViewer } from '~/ui/use-file-viewer';

interface HandInContentProps {
  submission: Submission;
  /** With the digests by which the files are known again. */
  withDigest?: boolean;
}

/** What was handed in: the words as they were typed, and the files. */
export function HandInContent({ submission, withDigest = false }: HandInContentProps) {
  const { t } = useTranslation('tasks');
  const { id, text, files } = submission;
  const kept = useFileViewer({
    address: (file, disposition) => addressOf(submissionFileLink(id, file.id, disposition)),
    explain: errorText,
  });
  return (
    <div className="flex flex-col gap-3">
      {text === null || text.trim() === '' ? null : (
        <p className="rounded-control bg-sunken px-3 py-2 break-words whitespace-pre-wrap">
          {text}
        </p>
      )}
      {files.length === 0 ? null : (
        <StoredFiles
          label={t('files')}
          files={files}
          onDownload={kept.download}
          onPreview={kept.preview}
          withDigest={withDigest}
        />
      )}
      {kept.viewer}
    </div>
  );
}
