import type { ReactNode } from 'react';

interface PageHeaderProps {
  title: ReactNode;
  note?: ReactNode;
  /** Where this page stands: breadcrumbs. */
  above?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, note, above, actions }: PageHeaderProps) {
  return (
    <header className="mb-4 flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
      <div className="min-w-0">
        {above}
        <h1 className="text-xl leading-7 font-semibold tracking-tight text-balance">{title}</h1>
        {note === undefined ? null : <p className="text-muted">{note}</p>}
      </div>
      {actions === undefined ? null : (
        <div className="flex flex-wrap items-center gap-2 print:hidden">{actions}</div>
      )}
    </header>
  );
}
