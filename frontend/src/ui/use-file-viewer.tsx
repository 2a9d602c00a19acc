import { lazy, type ReactNode, Suspense, useState } from 'react';

import { followDownload } from '~/lib/download';
import type { FileFacts } from '~/ui/file-list';
import { toast } from '~/ui/toast';

const FilePreview = lazy(async () => ({
  default: (await import('~/ui/file-preview')).FilePreview,
}));

interface ViewerRules<Item> {
  /** Asks for a fresh address of a file. */
  address: (file: Item, disposition: 'attachment' | 'inline') => Promise<string>;
  /** Says in words why there is none. */
  explain: (error: unknown) => string;
}

interface FileViewer<Item> {
  download: (file: Item) => Promise<void>;
  preview: (file: Item) => Promise<void>;
  /** The preview that is open; belongs anywhere on the page. */
  viewer: ReactNode;
}

/** Downloads and previews of files whose addresses are asked for when they are wanted. */
export function useFileViewer<Item extends FileFacts>(rules: ViewerRules<Item>): FileViewer<Item> {
  const [shown, setShown] = useState<{ file: Item; address: string } | null>(null);
  const attempt = async (act: () => Promise<void>) => {
    try {
      await act();
    } catch (error) {
      toast('bad', rules.explain(error));
    }
  };
  const download = (file: Item) =>
    attempt(async () => followDownload(await rules.address(file, 'attachment')));
  const preview = (file: Item) =>
    attempt(async () => setShown({ file, address: await rules.address(file, 'inline') }));
  return {
    download,
    preview,
    viewer:
      shown === null ? null : (
        <Suspense fallback={null}>
          <FilePreview
            file={shown.file}
            address={shown.address}
            onClose={() => setShown(null)}
            onDownload={() => download(shown.file)}
            onRetry={() => preview(shown.file)}
          />
        </Suspense>
      ),
  };
}
