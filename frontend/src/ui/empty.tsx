import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';

interface EmptyProps {
  title: ReactNode;
  /** What to do next. */
  children?: ReactNode;
  action?: ReactNode;
  icon?: ReactNode;
}

export function Empty({ title, children, action, icon }: EmptyProps) {
  return (
    <div className="flex flex-col items-center gap-1.5 px-4 py-8 text-center">
      <span className="text-faint [&_svg]:size-7">{icon ?? <Inbox aria-hidden />}</span>
      <p className="font-medium">{title}</p>
      {children === undefined ? null : <p className="max-w-md text-muted">{children}</p>}
      {action === undefined ? null : <div className="mt-2">{action}</div>}
    </div>
  );
}
