import { Download } from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormats } from '~/i18n/format';
import { Button } from '~/ui/button';
import { Dialog } from '~/ui/dialog';
import { ErrorState } from '~/ui/error-state';
import type { FileFacts } from '~/ui/file-list';
import { SkeletonLines } from '~/ui/skeleton';

const PdfView = lazy(async () => ({ default: (await import('~/ui/pdf-view')).PdfView }));

interface FilePreviewProps {
  file: FileFacts;
  /** An address that gives the file to this page; it may end at any time. */
  address: string;
  onClose: () => void;
  onDownload: () => Promise<void>;
  /** Asks for another address and shows it. */
  onRetry: () => Promise<void>;
}

/** A file in the page: images, videos, texts and PDFs. */
export function FilePreview({ file, address, onClose, onDownload, onRetry }: FilePreviewProps) {
  const { t } = useTranslation('files');
  const { size } = useFormats();
  return (
    <Dialog
      open
      place="whole"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={file.name}
      description={size(file.size)}
      actions={
        <Button size="small" onClick={() => void onDownload()}>
          <Download aria-hidden />
          {t('download')}
        </Button>
      }
    >
      <Content key={address} file={file} address={address} onRetry={onRetry} />
    </Dialog>
  );
}

interface ContentProps {
  file: FileFacts;
  address: string;
  onRetry: () => Promise<void>;
}

function Content({ file, address, onRetry }: ContentProps) {
  const { t } = useTranslation('files');
  const [failed, setFailed] = useState(false);
  const fail = () => setFailed(true);
  const kind = previewKind(file.media_type);
  if (failed || kind === null)
    return (
      <ErrorState
        title={t('preview.failed')}
        detail={t('preview.failedDetail')}
        onRetry={kind === null ? undefined : () => void onRetry()}
      />
    );
  const { name } = file;
  if (kind === 'pdf')
    return (
      <Suspense fallback={<Waiting />}>
        <PdfView address={address} name={name} onFailed={fail} />
      </Suspense>
    );
  if (kind === 'text') return <TextView address={address} name={name} onFailed={fail} />;
  return (
    <div className="flex min-h-0 flex-1 items-center justify-center bg-sunken p-2">
      {kind === 'image' ? (
        <img
          src={address}
          alt={name}
          className="max-h-full max-w-full object-contain"
          onError={fail}
        />
      ) : (
        // oxlint-disable-next-line jsx-a11y/media-has-caption -- people upload videos without captions
        <video
          src={address}
          aria-label={name}
          controls
          playsInline
          className="max-h-full max-w-full"
          onError={fail}
        />
      )}
    </div>
  );
}

type PreviewKind = 'image' | 'video' | 'pdf' | 'text';

function previewKind(mediaType: string): PreviewKind | null {
  if (mediaType === 'application/pdf') return 'pdf';
  const kinds = ['image', 'video', 'text'] as const;
  return kinds.find((kind) => mediaType.startsWith(`${kind}/`)) ?? null;
}

function Waiting() {
  return (
    <div className="p-4">
      <SkeletonLines lines={12} />
    </div>
  );
}

const mostText = 1_048_576;

interface TextViewProps {
  address: string;
  name: string;
  onFailed: () => void;
}

/** The beginning of a text; a long one is better read in a program of its own. */
function TextView({ address, name, onFailed }: TextViewProps) {
  const { t } = useTranslation('files');
  const { size } = useFormats();
  const [text, setText] = useState<{ content: string; cut: boolean } | null>(null);
  useEffect(() => {
    const controller = new AbortController();
    readText(address, controller.signal).then(setText, () => {
      if (!controller.signal.aborted) onFailed();
    });
    return () => controller.abort();
    // oxlint-disable-next-line react/exhaustive-deps -- one address is read once
  }, [address]);
  if (text === null) return <Waiting />;
  return (
    <>
      {text.cut ? (
        <p className="border-b border-line bg-warn-soft px-4 py-2 text-[0.8125rem] text-warn">
          {t('preview.cut', { shown: size(mostText) })}
        </p>
      ) : null}
      <pre
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
        tabIndex={0}
        role="region"
        aria-label={name}
        className="min-h-0 flex-1 overflow-auto p-4 font-mono text-[0.8125rem] whitespace-pre-wrap focus-visible:-outline-offset-2"
      >
        {text.content}
      </pre>
    </>
  );
}

async function readText(address: string, signal: AbortSignal) {
  const answer = await fetch(address, { signal, headers: { Range: `bytes=0-${mostText - 1}` } });
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
  const bytes = await answer.arrayBuffer();
  const whole = Number(
    /\/(\d+)$/.exec(answer.headers.get('Content-Range') ?? '')?.[1] ?? bytes.byteLength,
  );
  // A range may end in the middle of a character.
  const content = new TextDecoder().decode(bytes.slice(0, mostText), { stream: true });
  return { content, cut: whole > mostText };
}
