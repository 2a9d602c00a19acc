import { Minus, MoveHorizontal, Plus } from 'lucide-react';
import {
  getDocument,
  GlobalWorkerOptions,
  type PDFDocumentProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
// oxlint-disable-next-line import/default -- the build makes an address of it
import workerAddress from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { IconButton } from '~/ui/button';
import { Empty } from '~/ui/empty';
import { PdfPage } from '~/ui/pdf-page';
import { SkeletonLines } from '~/ui/skeleton';

/** Where the decoders stand that the worker loads by itself; the build says. */
declare const PDF_DECODERS: string;

GlobalWorkerOptions.workerSrc = workerAddress;

/** Under our content security policy nothing is compiled at run time: no `eval`, no WebAssembly. */
const strict = { isEvalSupported: false, useWasm: false, wasmUrl: PDF_DECODERS } as const;

interface PdfViewProps {
  address: string;
  name: string;
  onFailed: () => void;
}

interface OpenDocument {
  pages: PDFDocumentProxy;
  /** Height by width of the first page; the others are taken to be like it until they are seen. */
  ratio: number;
}

/** A PDF as pages below each other. Only what is looked at is asked for and drawn. */
export function PdfView({ address, name, onFailed }: PdfViewProps) {
  const { t } = useTranslation('files');
  const [opened, setOpened] = useState<OpenDocument | 'locked' | null>(null);
  useEffect(() => {
    let left = false;
    const task = getDocument({
      ...strict,
      url: address,
      disableAutoFetch: true,
      verbosity: VerbosityLevel.ERRORS,
    });
    const open = async () => {
      try {
        const document = await firstLook(task.promise);
        if (!left) setOpened(document);
      } catch (error) {
        if (left) return;
        if (error instanceof Error && error.name === 'PasswordException') setOpened('locked');
        else onFailed();
      }
    };
    void open();
    return () => {
      left = true;
      void task.destroy();
    };
    // oxlint-disable-next-line react/exhaustive-deps -- one address is opened once
  }, [address]);
  if (opened === null)
    return (
      <div className="p-4">
        <SkeletonLines lines={12} />
      </div>
    );
  if (opened === 'locked') return <Empty title={t('preview.locked')} />;
  return <Pages document={opened} name={name} />;
}

async function firstLook(opening: Promise<PDFDocumentProxy>): Promise<OpenDocument> {
  const pages = await opening;
  const { width, height } = (await pages.getPage(1)).getViewport({ scale: 1 });
  return { pages, ratio: height / width };
}

const steps = [0.5, 0.75, 1, 1.5, 2, 3];
const margin = 24;
/** On a large screen a page is no wider than it is good to read. */
const widest = 900;

function Pages({ document: { pages, ratio }, name }: { document: OpenDocument; name: string }) {
  const { t } = useTranslation('files');
  const [frame, setFrame] = useState<HTMLDivElement | null>(null);
  const [step, setStep] = useState(steps.indexOf(1));
  const [current, setCurrent] = useState(1);
  // The last page may be too short to ever come to the middle.
  const [atEnd, setAtEnd] = useState(false);
  const room = useWidth(frame);
  const width = Math.floor(Math.min(widest, Math.max(120, room - margin)) * (steps[step] ?? 1));
  const count = pages.numPages;
  return (
    <>
      <div className="flex items-center justify-center gap-1 border-b border-line px-2 py-1">
        <span className="numeric mr-2 text-[0.8125rem] text-muted">
          {t('preview.page', { page: atEnd ? count : current, pages: count })}
        </span>
        <IconButton
          size="iconSmall"
          label={t('preview.smaller')}
          disabled={step === 0}
          onClick={() => setStep(step - 1)}
        >
          <Minus aria-hidden />
        </IconButton>
        <IconButton
          size="iconSmall"
          label={t('preview.fit')}
          disabled={steps[step] === 1}
          onClick={() => setStep(steps.indexOf(1))}
        >
          <MoveHorizontal aria-hidden />
        </IconButton>
        <IconButton
          size="iconSmall"
          label={t('preview.larger')}
          disabled={step === steps.length - 1}
          onClick={() => setStep(step + 1)}
        >
          <Plus aria-hidden />
        </IconButton>
      </div>
      <div
        ref={setFrame}
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) =>
          setAtEnd(scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2)
        }
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
        tabIndex={0}
        role="region"
        aria-label={t('preview.document', { name })}
        className="min-h-0 flex-1 overflow-auto overscroll-contain bg-sunken p-3 focus-visible:-outline-offset-2"
      >
        {frame === null || room === 0 ? null : (
          <div className="mx-auto flex w-fit flex-col gap-3">
            {Array.from({ length: count }, (_, index) => (
              <PdfPage
                key={index}
                pages={pages}
                page={index + 1}
                width={width}
                likelyRatio={ratio}
                frame={frame}
                onCurrent={setCurrent}
              />
            ))}
          </div>
        )}
      </div>
    </>
  );
}

/** The width of an element without its scroll bar, as it changes. */
function useWidth(element: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
