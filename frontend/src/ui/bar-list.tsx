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
    <ul className="grid grid-cols-[auto_minmax(2rem,1fr)_auto_auto] gap-x-3 gap-y-2">
      {bars.map((bar) => (
        <li key={bar.key} className="col-span-full grid grid-cols-subgrid items-center">
          <span className="min-w-0">{bar.label}</span>
          <Meter share={bar.value / top} />
          <span className="numeric text-right font-semibold">{bar.figure}</span>
          <span className="text-xs text-muted max-sm:hidden">{bar.note}</span>
        </li>
      ))}
    </ul>
  );
}

/** A share of a whole, as a bar; the number stands beside it. */
export function Meter({ share }: { share: number }) {
  // Something is never drawn as nothing.
  const percent = share <= 0 ? 0 : Math.min(100, Math.max(1.5, share * 100));
  return (
    <span aria-hidden className="block h-2 min-w-8 overflow-hidden rounded-full bg-hover">
      <span
        className="block h-full rounded-full bg-accent print:border print:border-line"
        style={{ width: `${percent}%` }}
      />
    </span>
  );
}
