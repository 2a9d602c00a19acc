import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';

const nearEnd = 60;
const nearStart = 120;

interface ThreadScroll {
  box: RefObject<HTMLDivElement | null>;
  atEnd: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

interface ScrollRules {
  /** Changes with every line that comes or goes. */
  content: unknown;
  /** What is drawn reaches to the newest message; otherwise it goes on below. */
  following: boolean;
  /** Where to begin, as a selector; the end when there is no such line. */
  begin: string;
  /** The share of the height that stays above it. */
  above: number;
  onNearStart: () => void;
  onNearEnd: () => void;
}

interface Place {
  /** The first message in view, and how far below the edge it stands. */
  line: { number: string; below: number } | null;
  end: boolean;
  following: boolean;
  begun: boolean;
}

function firstInView(box: HTMLElement): Place['line'] {
  const lines = [...box.querySelectorAll<HTMLElement>('[data-number]')];
  let [low, high] = [0, lines.length - 1];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const line = lines[middle];
    if (line !== undefined && line.offsetTop + line.offsetHeight > box.scrollTop) high = middle;
    else low = middle + 1;
  }
  const line = lines[low];
  const number = line?.dataset['number'];
  return line === undefined || number === undefined
    ? null
    : { number, below: line.offsetTop - box.scrollTop };
}

function putBack(box: HTMLElement, before: Place['line']): void {
  if (before === null) return;
  const line = box.querySelector<HTMLElement>(`[data-number="${before.number}"]`);
  if (line !== null) box.scrollTop = line.offsetTop - before.below;
}

/** Stays at the end while one reads there, and at the line that one reads while others come and go. */
export function useThreadScroll(rules: ScrollRules): ThreadScroll {
  const { content, following, begin, above } = rules;
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef<Place>({ line: null, end: true, following, begun: false });
  const latest = useRef(rules);
  useEffect(() => {
    latest.current = rules;
  });

  const look = useCallback((element: HTMLDivElement) => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    const end = scrollHeight - scrollTop - clientHeight <= nearEnd;
    Object.assign(place.current, { line: firstInView(element), end });
    setAtEnd(end);
  }, []);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const before = place.current;
    if (!before.begun) {
      before.begun = true;
      const line = element.querySelector<HTMLElement>(begin);
      if (line === null) element.scrollTop = element.scrollHeight;
      else element.scrollTop = Math.max(0, line.offsetTop - element.clientHeight * above);
    } else if (before.end && before.following) element.scrollTop = element.scrollHeight;
    else putBack(element, before.line);
    before.following = following;
    look(element);
    // oxlint-disable-next-line react/exhaustive-deps -- what is drawn decides how high it is
  }, [content, following, begin, above, look]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // A composer that grows must not push the last line away.
    const observer = new ResizeObserver(() => {
      if (place.current.end && place.current.following) element.scrollTop = element.scrollHeight;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    look(element);
    if (element.scrollTop < nearStart) latest.current.onNearStart();
    if (place.current.end) latest.current.onNearEnd();
  }, [look]);

  const toEnd = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    look(element);
  }, [look]);

  return { box, atEnd, toEnd, onScroll };
}
