import type { ReactNode } from 'react';

interface PrintSheetProps {
  school: string;
  title: string;
  lines: string[];
  children: ReactNode;
}

/** What comes out of the printer instead of the page on screen. */
export function PrintSheet({ school, title, lines, children }: PrintSheetProps) {
  return (
    <article className="hidden print:block">
      <header className="mb-4">
        <p>{school}</p>
        <p className="text-lg font-semibold">{title}</p>
        <p>{lines.join(' · ')}</p>
      </header>
      {children}
    </article>
  );
}
