import { clsx } from 'clsx';
import { ArrowDown, ArrowUp, ArrowUpDown, Columns3, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '~/ui/button';
import { Checkbox } from '~/ui/choice';
import { Popover } from '~/ui/popover';

interface ColumnFacts {
  id: string;
  header: string;
  sort?: string;
  numeric?: boolean;
  primary?: boolean;
  actions?: boolean;
}

/** Columns that nobody can put away. */
export function isFixed(column: ColumnFacts): boolean {
  return column.primary === true || column.actions === true;
}

interface HeaderCellProps {
  column: ColumnFacts;
  sort: string | undefined;
  onSort: ((sort: string) => void) | undefined;
}

/** A column's head; pressing it sorts, pressing again turns the order round. */
export function HeaderCell({ column, sort, onSort }: HeaderCellProps) {
  // Further fields only settle ties.
  const [leading] = sort?.split(',') ?? [];
  const ascending = leading === column.sort;
  const descending = leading === `-${column.sort}`;
  const style = clsx(
    'px-3 py-2 text-xs font-semibold whitespace-nowrap text-muted',
    (column.numeric === true || column.actions === true) && 'text-right',
  );
  if (column.sort === undefined || onSort === undefined) {
    return (
      <th role="columnheader" scope="col" className={style}>
        {column.actions === true ? <span className="sr-only">{column.header}</span> : column.header}
      </th>
    );
  }
  const Icon = ascending ? ArrowUp : descending ? ArrowDown : ArrowUpDown;
  const next = ascending ? `-${column.sort}` : column.sort;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={ascending ? 'ascending' : descending ? 'descending' : 'none'}
      className={style}
    >
      <button
        type="button"
        className={clsx(
          '-mx-1 inline-flex items-center gap-1 rounded px-1 py-0.5 hover:text-ink',
          (ascending || descending) && 'text-ink',
        )}
        onClick={() => onSort(next)}
      >
        {column.header}
        <Icon
          aria-hidden
          className={clsx('size-3.5', ascending || descending ? '' : 'opacity-50 print:hidden')}
        />
      </button>
    </th>
  );
}

interface ColumnChooserProps {
  columns: ColumnFacts[];
  hidden: ReadonlySet<string>;
  onChange: (hidden: ReadonlySet<string>) => void;
}

export function ColumnChooser({ columns, hidden, onChange }: ColumnChooserProps) {
  const { t } = useTranslation();
  const optional = columns.filter((column) => !isFixed(column));
  return (
    <Popover
      label={t('columns')}
      trigger={(attributes) => (
        <Button size="small" look="quiet" aria-label={t('columns')} {...attributes}>
          <Columns3 aria-hidden />
          <span className="max-md:hidden">{t('columns')}</span>
        </Button>
      )}
    >
      <div className="flex flex-col gap-2">
        {optional.map((column) => (
          <Checkbox
            key={column.id}
            label={column.header}
            checked={!hidden.has(column.id)}
            onChange={(event) => {
              const next = new Set(hidden);
              if (event.target.checked) next.delete(column.id);
              else next.add(column.id);
              onChange(next);
            }}
          />
        ))}
      </div>
    </Popover>
  );
}

/** Downloads the whole list as it is filtered and sorted now. */
export function ExportButton({ onExport }: { onExport: () => Promise<void> }) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  return (
    <Button
      size="small"
      look="quiet"
      busy={busy}
      aria-label={t('exportCsv')}
      onClick={() => {
        setBusy(true);
        void onExport().finally(() => setBusy(false));
      }}
    >
      {busy ? null : <Download aria-hidden />}
      <span className="max-md:hidden">{t('exportCsv')}</span>
    </Button>
  );
}

interface BulkBarProps {
  count: number;
  onClear: () => void;
  children: ReactNode;
}

/** Appears when rows are selected: how many, and what to do with them. */
export function BulkBar({ count, onClear, children }: BulkBarProps) {
  const { t } = useTranslation();
  return (
    <div
      role="region"
      aria-label={t('bulkActions')}
      className="sticky top-13 z-[1] flex flex-wrap items-center gap-2 border-b border-line bg-selected px-3 py-2 print:hidden"
    >
      <p aria-live="polite" className="numeric mr-auto font-medium">
        {t('selected', { count })}
      </p>
      {children}
      <Button size="small" look="quiet" onClick={onClear}>
        {t('clearSelection')}
      </Button>
    </div>
  );
}
