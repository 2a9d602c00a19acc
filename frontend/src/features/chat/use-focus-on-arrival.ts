import { useRouterState } from '@tanstack/react-router';
import { type RefObject, useEffect } from 'react';

import { useMediaQuery } from '~/lib/use-media-query';

/** Puts the cursor into a field when the page has come. On a touch screen that would open the keys. */
export function useFocusOnArrival(field: RefObject<HTMLElement | null>, enabled: boolean): void {
  const touch = useMediaQuery('(pointer: coarse)');
  const path = useRouterState({ select: (state) => state.resolvedLocation?.pathname });
  useEffect(() => {
    if (!enabled || touch) return undefined;
    // After the frame of the page, which puts the focus at its beginning.
    const timer = setTimeout(() => field.current?.focus({ preventScroll: true }));
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- each address is an arrival
  }, [field, enabled, touch, path]);
}
