import { clsx } from 'clsx';
import { Check, Circle, CircleDot, X } from 'lucide-react';
import type { ReactNode } from 'react';

export interface TimelineStep {
  key: string;
  title: ReactNode;
  detail?: ReactNode;
  state: 'done' | 'now' | 'ahead' | 'stopped';
}

const look = {
  done: { Icon: Check, dot: 'bg-good-soft text-good', line: 'bg-good' },
  now: { Icon: CircleDot, dot: 'bg-accent text-accent-ink', line: 'bg-line' },
  ahead: {
    Icon: Circle,
    dot: 'border border-line-strong bg-surface text-transparent',
    line: 'bg-line',
  },
  stopped: { Icon: X, dot: 'bg-bad-soft text-bad', line: 'bg-line' },
};

/** Steps in order: what is behind, where it stands, what lies ahead. */
export function Timeline({ steps, label }: { steps: TimelineStep[]; label: string }) {
  return (
    <ol aria-label={label} className="flex flex-col">
      {steps.map((step, index) => {
        const { Icon, dot, line } = look[step.state];
        return (
          <li
            key={step.key}
            aria-current={step.state === 'now' ? 'step' : undefined}
            className="relative flex gap-3 pb-4 last:pb-0"
          >
            {index === steps.length - 1 ? null : (
              <span
                aria-hidden
                className={clsx('absolute top-6 bottom-0 left-[11px] w-0.5', line)}
              />
            )}
            <span
              className={clsx(
                'relative flex size-6 shrink-0 items-center justify-center rounded-full [&_svg]:size-3.5',
                dot,
              )}
            >
              <Icon aria-hidden />
            </span>
            <div className="min-w-0 flex-1 pt-0.5">
              <div className={clsx('font-medium', step.state === 'ahead' && 'text-muted')}>
                {step.title}
              </div>
              {step.detail === undefined ? null : (
                <div className="text-[0.8125rem] text-muted">{step.detail}</div>
              )}
            </div>
          </li>
        );
      })}
    </ol>
  );
}
