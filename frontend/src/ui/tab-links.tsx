import { createLink } from '@tanstack/react-router';
import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

/** The views of one page. Each is an address, so the browser's back and a shared link work. */
export function TabLinks({ label, children }: { label: string; children: ReactNode }) {
  return (
    <nav
      aria-label={label}
      className="mb-4 flex gap-1 overflow-x-auto border-b border-line print:hidden"
    >
      {children}
    </nav>
  );
}

interface TabAnchorProps extends ComponentProps<'a'> {
  /** Whether this view is on screen; the router cannot tell views of one path apart. */
  current: boolean;
}

function TabAnchor({ current, className, children, ...rest }: TabAnchorProps) {
  return (
    <a
      className={clsx(
        '-mb-px border-b-2 border-transparent px-3 py-2 font-medium whitespace-nowrap text-muted hover:text-ink focus-visible:-outline-offset-2 aria-[current=page]:border-accent aria-[current=page]:text-ink',
        className,
      )}
      {...rest}
      aria-current={current ? 'page' : undefined}
    >
      {children}
    </a>
  );
}

export const TabLink = createLink(TabAnchor);
