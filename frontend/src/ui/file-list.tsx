import { Download, Eye, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormats } from '~/i18n/format';
import { IconButton } from '~/ui/button';
import { FileIcon } from '~/ui/file-icon';

export interface FileFacts {
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  media_type: string;
  sha256: string;
  previewable: boolean;
}

interface FileListProps<Item extends FileFacts> {
  label: string;
  files: readonly Item[];
  onDownload: (file: Item) => Promise<void>;
  onPreview: (file: Item) => Promise<void>;
  /** Absent where files stay. */
  onRemove?: ((file: Item) => void) | undefined;
  /** Shows the digest by which a file is known again, as on a receipt. */
  withDigest?: boolean;
}

/** Files that the server keeps, with what can be done with each. */
export function StoredFiles<Item extends FileFacts>(props: FileListProps<Item>) {
  const { label, files, onRemove, withDigest = false } = props;
  const { t } = useTranslation('files');
  const { size } = useFormats();
  return (
    <ul aria-label={label} className="divide-y divide-line rounded-control border border-line">
      {files.map((file) => (
        <li key={file.id} className="flex items-start gap-2.5 px-3 py-2">
          <FileIcon mediaType={file.media_type} className="mt-0.5" />
          <div className="min-w-0 flex-1">
            <p className="font-medium break-words">{file.name}</p>
            <p className="text-[0.8125rem] text-muted">{size(file.size)}</p>
            {withDigest ? (
              <p className="font-mono text-xs break-all text-muted">SHA-256 {file.sha256}</p>
            ) : null}
          </div>
          <span className="-my-0.5 -mr-1.5 flex shrink-0">
            <FileButtons {...props} file={file} />
            {onRemove === undefined ? null : (
              <IconButton
                size="iconSmall"
                label={t('removeFile', { name: file.name })}
                onClick={() => onRemove(file)}
              >
                <Trash2 aria-hidden />
              </IconButton>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

type FileButtonsProps<Item extends FileFacts> = Pick<
  FileListProps<Item>,
  'onDownload' | 'onPreview'
> & { file: Item };

/** The ways to see one file. */
export function FileButtons<Item extends FileFacts>({
  file,
  onDownload,
  onPreview,
}: FileButtonsProps<Item>) {
  const { t } = useTranslation('files');
  const { name } = file;
  return (
    <>
      {file.previewable ? (
        <WaitingButton label={t('previewFile', { name })} onPress={() => onPreview(file)}>
          <Eye aria-hidden />
        </WaitingButton>
      ) : null}
      <WaitingButton label={t('downloadFile', { name })} onPress={() => onDownload(file)}>
        <Download aria-hidden />
      </WaitingButton>
    </>
  );
}

interface WaitingButtonProps {
  label: string;
  onPress: () => Promise<void>;
  children: ReactNode;
}

/** The address of a file is asked for when it is wanted; until it is there, the button waits. */
function WaitingButton({ label, onPress, children }: WaitingButtonProps) {
  const [busy, setBusy] = useState(false);
  return (
    <IconButton
      size="iconSmall"
      label={label}
      busy={busy}
      onClick={() => {
        setBusy(true);
        void onPress().finally(() => setBusy(false));
      }}
    >
      {busy ? null : children}
    </IconButton>
  );
}
