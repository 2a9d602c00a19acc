import { clsx } from 'clsx';
import { Upload } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface DropzoneProps {
  onFiles: (files: File[]) => void;
  /** Which files the browser's own window offers, as `.pdf,.docx`; the server decides. */
  accept?: string | undefined;
  multiple?: boolean;
  /** Which files are taken, and how large they may be. */
  note?: ReactNode;
  disabled?: boolean;
}

/** Takes files: chosen in the browser's own window, or dropped here. */
export function Dropzone({
  onFiles,
  accept,
  multiple = true,
  note,
  disabled = false,
}: DropzoneProps) {
  const { t } = useTranslation('files');
  const id = useId();
  const [over, setOver] = useState(false);
  useNoStrayDrops();
  const take = (files: File[]) => {
    const taken = multiple ? files : files.slice(0, 1);
    if (taken.length > 0 && !disabled) onFiles(taken);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- by keyboard there is its field
    <label
      htmlFor={id}
      className={clsx(
        'flex flex-col items-center gap-1 rounded-card border border-dashed px-4 py-5 text-center has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent print:hidden',
        over && !disabled ? 'border-accent bg-accent-soft' : 'border-line-strong bg-sunken',
        disabled ? 'opacity-55' : 'cursor-pointer hover:bg-hover',
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={(event) => {
        const to = event.relatedTarget;
        if (!(to instanceof Node && event.currentTarget.contains(to))) setOver(false);
      }}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        take(droppedFiles(event.dataTransfer));
      }}
    >
      <Upload aria-hidden className="size-5 text-muted" />
      <span className="font-medium text-accent">{t(multiple ? 'drop.several' : 'drop.one')}</span>
      {note === undefined ? null : (
        <span id={`${id}-note`} className="text-xs text-muted">
          {note}
        </span>
      )}
      <input
        id={id}
        type="file"
        className="sr-only"
        accept={accept}
        multiple={multiple}
        disabled={disabled}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])];
          // The same file can be chosen again, as after a mistake in it was mended.
          event.target.value = '';
          take(files);
        }}
      />
    </label>
  );
}

/** What was dropped, without folders: they have no contents that could be sent. */
function droppedFiles({ items, files }: DataTransfer): File[] {
  const found = [...items].filter((item) => item.kind === 'file');
  if (found.length === 0) return [...files];
  return found.flatMap((item) => {
    const file = item.webkitGetAsEntry()?.isDirectory === true ? null : item.getAsFile();
    return file === null ? [] : [file];
  });
}

/** A file that is dropped beside the place for it must not replace the page. */
function useNoStrayDrops(): void {
  useEffect(() => {
    const keep = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') === true) event.preventDefault();
    };
    globalThis.addEventListener('dragover', keep);
    globalThis.addEventListener('drop', keep);
    return () => {
      globalThis.removeEventListener('dragover', keep);
      globalThis.removeEventListener('drop', keep);
    };
  }, []);
}
