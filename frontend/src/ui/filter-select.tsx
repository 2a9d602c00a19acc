import type { ReactNode } from 'react';

import { Select } from '~/ui/input';

interface FilterSelectProps {
  label: string;
  /** Empty when the filter is not set. */
  value: string;
  onChange: (value: string) => void;
  /** What the list shows while the filter is not set. */
  all: string;
  children: ReactNode;
}

/** One filter above a list. Two of them share a line on a phone. */
export function FilterSelect({ label, value, onChange, all, children }: FilterSelectProps) {
  return (
    <Select
      aria-label={label}
      className="max-sm:w-[calc(50%-0.25rem)] sm:w-44"
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{all}</option>
      {children}
    </Select>
  );
}
