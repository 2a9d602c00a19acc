import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { ComponentProps } from 'react';

interface RosterAnchorProps extends ComponentProps<'a'> {
  /** Whether this student's work is on screen; the router cannot tell views of one path apart. */
  current: boolean;
}

function RosterAnchor({ current, className, children, ...rest }: RosterAnchorProps) {
  return (
    <a
      className={clsx(
        'flex items-center gap-2 px-3 py-2 font-medium hover:bg-hover focus-visible:-outline-offset-2 aria-[current=page]:bg-selected',
        className,
      )}
      {...rest}
      aria-current={current ? 'page' : undefined}
    >
      {children}
    </a>
  );
}

/** Leads to the work of one student. */
export const RosterLink = createLink(RosterAnchor);
