import { clsx } from 'clsx';
import {
  File,
  FileArchive,
  FileImage,
  FileSpreadsheet,
  FileText,
  type LucideIcon,
  Presentation,
  Video,
} from 'lucide-react';

const icons: [RegExp, LucideIcon][] = [
  [/^image\//, FileImage],
  [/^video\//, Video],
  [/zip|compressed/, FileArchive],
  [/presentation|powerpoint/, Presentation],
  [/spreadsheet|excel|csv/, FileSpreadsheet],
  [/^text\/|pdf|document|word/, FileText],
];

interface FileIconProps {
  mediaType: string;
  className?: string;
}

/** What kind of file it is, at a glance; its name stands beside it. */
export function FileIcon({ mediaType, className }: FileIconProps) {
  const Icon = icons.find(([kind]) => kind.test(mediaType))?.[1] ?? File;
  return <Icon aria-hidden className={clsx('size-4 shrink-0 text-muted', className)} />;
}
