import { useRouter } from '@tanstack/react-router';
import { type RefObject, useEffect } from 'react';

import { useMediaQuery } from '~/lib/use-media-query';

/** Puts the cursor into a field when the page has come. On a touch screen that would open the keys. */
export function useFocusOnArrival(field: RefObject<HTMLElement | null>, enabled: boolean): void {
  const touch = useMediaQuery('(pointer: coarse)');
  const router = useRouter();
  useEffect(() => {
    if (!enabled || touch) return undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrive = () => {
      clearTimeout(timer);
      // After the frame of the page, which puts the focus at its beginning.
      timer = setTimeout(() => field.current?.focus({ preventScroll: true }));
    };
    arrive();
    const stop = router.subscribe('onRendered', ({ pathChanged }) => {
      if (pathChanged) arrive();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [field, enabled, touch, router]);
}
