import { useState } from 'react';

import { recall, remember } from '~/lib/storage';

interface ColumnFacts {
  id: string;
  hiddenAtFirst?: boolean;
}

/** Which columns the person put away, remembered for each table in this browser. */
export function useHiddenColumns(
  table: string,
  columns: readonly ColumnFacts[],
): [ReadonlySet<string>, (hidden: ReadonlySet<string>) => void] {
  const key = `homeroom.columns.${table}`;
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => {
    const remembered = recall(key);
    if (remembered !== null) return new Set(remembered.split(',').filter(Boolean));
    return new Set(columns.filter((column) => column.hiddenAtFirst).map((column) => column.id));
  });
  return [
    hidden,
    (next) => {
      setHidden(next);
      remember(key, [...next].join(','));
    },
  ];
}
