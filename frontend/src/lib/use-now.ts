import { useCallback, useSyncExternalStore } from 'react';

const minute = 60_000;
/** The longest that a timer of the browser can wait. */
const longest = 2_147_483_647;

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, minute);
  return () => clearInterval(timer);
}

/** The present minute, for what reads differently as time goes by. */
export function useNow(): number {
  return useSyncExternalStore(everyMinute, () => Math.floor(Date.now() / minute) * minute);
}

/** Whether a moment lies behind; turns true on the page when it comes. */
export function useHasPassed(moment: string): boolean {
  const end = Date.parse(moment);
  const listen = useCallback(
    (listener: () => void) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const wait = () => {
        const left = end - Date.now();
        if (left > 0) timer = setTimeout(wait, Math.min(left, longest));
        else listener();
      };
      wait();
      return () => clearTimeout(timer);
    },
    [end],
  );
  return useSyncExternalStore(listen, () => Date.now() >= end);
}
