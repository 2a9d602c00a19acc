import type { ReactNode } from 'react';

export interface Bar {
  key: string;
  label: ReactNode;
  value: number;
  /** The number as it is read; wrap it in a link to the list behind it. */
  figure: ReactNode;
  note?: ReactNode;
}

/** Amounts side by side: every bar carries its number, so it reads as a list as well. */
export function BarList({ bars, max }: { bars: Bar[]; max?: number }) {
  const top = max ?? Math.max(1, ...bars.map((bar) => bar.value));
  return (
    <ul className="flex flex-col gap-2">
      {bars.map((bar) => (
        <li
          key={bar.key}
          className="grid grid-cols-[minmax(7rem,11rem)_1fr_auto] items-center gap-3"
        >
          <span className="min-w-0">{bar.label}</span>
          <Meter share={bar.value / top} />
          <span className="numeric min-w-8 text-right">
            <span className="font-semibold">{bar.figure}</span>
            {bar.note === undefined ? null : (
              <span className="ml-2 inline-block min-w-20 text-xs text-muted max-sm:hidden">
                {bar.note}
              </span>
            )}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** A share of a whole, as a bar; the number stands beside it. */
export function Meter({ share }: { share: number }) {
  const percent = Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <span aria-hidden className="block h-2 min-w-8 overflow-hidden rounded-full bg-hover">
      <span
        className="block h-full rounded-full bg-accent print:border print:border-line"
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
