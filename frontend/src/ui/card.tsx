import { clsx } from 'clsx';
import { type ComponentProps, type ReactNode, useId } from 'react';

/** A surface that groups what belongs together. */
export function Card({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      className={clsx('rounded-card border border-line bg-surface shadow-card', className)}
      {...rest}
    />
  );
}

interface PanelProps {
  title: ReactNode;
  /** One line under the title. */
  note?: ReactNode;
  /** What can be done with the whole panel; stands at its right. */
  actions?: ReactNode;
  /** Lists reach the panel's edges. */
  flush?: boolean;
  className?: string;
  children: ReactNode;
}

/** A titled card: a section of the page with its own heading. */
export function Panel({ title, note, actions, flush = false, className, children }: PanelProps) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={clsx(
        'flex min-w-0 flex-col rounded-card border border-line bg-surface shadow-card print:shadow-none',
        className,
      )}
    >
      <header className="flex flex-wrap items-center justify-between gap-x-3 gap-y-1 border-b border-line px-4 py-2.5">
        <div className="min-w-0">
          <h2 id={id} className="text-[0.9375rem] font-semibold">
            {title}
          </h2>
          {note === undefined ? null : <p className="text-[0.8125rem] text-muted">{note}</p>}
        </div>
        {actions === undefined ? null : <div className="flex items-center gap-2">{actions}</div>}
      </header>
      <div className={clsx('min-w-0 flex-1', flush ? '' : 'p-4')}>{children}</div>
    </section>
  );
}
