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
  /** The number of the first message that is drawn; smaller when older ones were added. */
  first: number;
  /** Where to begin, as a selector; the end when there is no such line. */
  begin: string;
  /** The share of the height that stays above it. */
  above: number;
  onNearStart: () => void;
  onNearEnd: () => void;
}

/** Stays at the end while one reads there, and at the line that one reads while older ones are added. */
export function useThreadScroll(rules: ScrollRules): ThreadScroll {
  const { content, first, begin, above } = rules;
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const place = useRef({ top: 0, height: 0, first, end: true, begun: false });
  const latest = useRef(rules);
  useEffect(() => {
    latest.current = rules;
  });

  const look = useCallback((element: HTMLDivElement) => {
    const { scrollTop, scrollHeight, clientHeight } = element;
    const end = scrollHeight - scrollTop - clientHeight <= nearEnd;
    Object.assign(place.current, { top: scrollTop, height: scrollHeight, end });
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
    } else if (first < before.first)
      element.scrollTop = before.top + element.scrollHeight - before.height;
    else if (before.end) element.scrollTop = element.scrollHeight;
    before.first = first;
    look(element);
    // oxlint-disable-next-line react/exhaustive-deps -- what is drawn decides how high it is
  }, [content, first, begin, above, look]);

  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    // A composer that grows must not push the last line away.
    const observer = new ResizeObserver(() => {
      if (place.current.end) element.scrollTop = element.scrollHeight;
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
