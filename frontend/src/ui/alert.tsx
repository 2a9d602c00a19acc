import { cva } from 'class-variance-authority';
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

type AlertTone = 'info' | 'good' | 'warn' | 'bad';

const alertStyle = cva('flex items-start gap-2.5 rounded-control px-3 py-2.5 text-sm', {
  variants: {
    tone: {
      info: 'bg-info-soft text-info',
      good: 'bg-good-soft text-good',
      warn: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
    },
  },
});

const icons = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: CircleAlert };

interface AlertProps {
  tone: AlertTone;
  title?: ReactNode;
  action?: ReactNode;
  children?: ReactNode;
}

/** Something the person has to know, where they are looking. */
export function Alert({ tone, title, action, children }: AlertProps) {
  const Icon = icons[tone];
  return (
    <div role={tone === 'bad' ? 'alert' : 'status'} className={alertStyle({ tone })}>
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1">
        {title === undefined ? null : <p className="font-semibold">{title}</p>}
        {children}
      </div>
      {action}
    </div>
  );
}
