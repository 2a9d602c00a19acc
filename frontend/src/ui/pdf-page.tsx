import '~/ui/pdf-page.css';
import {
  type PDFDocumentProxy,
  type PDFPageProxy,
  type RenderTask,
  TextLayer,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface PdfPageProps {
  pages: PDFDocumentProxy;
  /** Its number, from 1. */
  page: number;
  width: number;
  likelyRatio: number;
  /** What scrolls. */
  frame: HTMLElement;
  /** Called when the page comes to the middle of the frame. */
  onCurrent: (page: number) => void;
}

/** One page of a PDF: drawn while it is near what is looked at, an empty sheet otherwise. */
export function PdfPage({ pages, page, width, likelyRatio, frame, onCurrent }: PdfPageProps) {
  const { t } = useTranslation('files');
  const place = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [ratio, setRatio] = useState(likelyRatio);
  useEffect(() => {
    const sheet = place.current;
    if (sheet === null) return undefined;
    const neighbourhood = new IntersectionObserver(
      ([entry]) => setNear(entry?.isIntersecting === true),
      { root: frame, rootMargin: '100% 0px' },
    );
    const middle = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting === true) onCurrent(page);
      },
      { root: frame, rootMargin: '-50% 0px' },
    );
    neighbourhood.observe(sheet);
    middle.observe(sheet);
    return () => {
      neighbourhood.disconnect();
      middle.disconnect();
    };
  }, [frame, page, onCurrent]);
  return (
    <div
      ref={place}
      role="group"
      aria-label={t('preview.page', { page, pages: pages.numPages })}
      className="relative bg-white shadow-card"
      style={{ width, height: Math.round(width * ratio) }}
    >
      {near ? <Drawing pages={pages} page={page} width={width} onRatio={setRatio} /> : null}
    </div>
  );
}

interface DrawingProps {
  pages: PDFDocumentProxy;
  page: number;
  width: number;
  onRatio: (ratio: number) => void;
}

/** The picture of a page, and its words above it so that they can be read out, selected and copied. */
function Drawing({ pages, page, width, onRatio }: DrawingProps) {
  const { t } = useTranslation('files');
  const picture = useRef<HTMLDivElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let left = false;
    let stop: () => void = () => undefined;
    const draw = async () => {
      const sheet = await pages.getPage(page);
      if (left || picture.current === null || words.current === null) return;
      const { width: natural, height } = sheet.getViewport({ scale: 1 });
      onRatio(height / natural);
      const drawing = paint(sheet, picture.current, words.current, width / natural);
      stop = drawing.stop;
      await drawing.done;
    };
    draw().catch(() => {
      // What is left while it is drawn fails too, and nobody needs it any more.
      if (!left) setFailed(true);
    });
    return () => {
      left = true;
      stop();
    };
  }, [pages, page, width, onRatio]);
  if (failed)
    return (
      <p role="alert" className="p-4 text-center text-neutral-900">
        {t('preview.pageFailed')}
      </p>
    );
  return (
    <>
      <div ref={picture} aria-hidden className="absolute inset-0 [&_canvas]:size-full" />
      <div ref={words} className="pdf-words" />
    </>
  );
}

/** More than this many pixels are too much for the memory of a phone. */
const mostPixels = 16_000_000;

function paint(sheet: PDFPageProxy, picture: HTMLElement, words: HTMLElement, scale: number) {
  const viewport = sheet.getViewport({ scale });
  const room = Math.sqrt(mostPixels / (viewport.width * viewport.height));
  const density = Math.min(globalThis.devicePixelRatio, room);
  const canvas = document.createElement('canvas');
  canvas.width = Math.floor(viewport.width * density);
  canvas.height = Math.floor(viewport.height * density);
  const task: RenderTask = sheet.render({
    canvas,
    viewport,
    transform: [density, 0, 0, density, 0, 0],
  });
  words.replaceChildren();
  words.style.setProperty('--total-scale-factor', String(scale));
  const text = new TextLayer({
    textContentSource: sheet.streamTextContent(),
    container: words,
    viewport,
  });
  const shown = task.promise.then(() => picture.replaceChildren(canvas));
  return {
    done: Promise.all([shown, text.render()]),
    stop: () => {
      task.cancel();
      text.cancel();
      sheet.cleanup();
    },
  };
}
