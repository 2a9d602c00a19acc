import { clsx } from 'clsx';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { RowCheckbox } from '~/ui/choice';
import { BulkBar, ColumnChooser, ExportButton, HeaderCell, isFixed } from '~/ui/data-table-parts';
import { ErrorState } from '~/ui/error-state';
import { Pagination } from '~/ui/pagination';
import { Skeleton } from '~/ui/skeleton';
import { useHiddenColumns } from '~/ui/use-hidden-columns';

export interface Column<Row> {
  id: string;
  header: string;
  cell: (row: Row) => ReactNode;
  /** The server's name for sorting by this column. */
  sort?: string;
  numeric?: boolean;
  /** Names the row; always shown, and the heading of its card on a phone. */
  primary?: boolean;
  /** Holds buttons: at the row's end, named for readers only, never put away. */
  actions?: boolean;
  /** Left out of the cards of a phone. */
  deskOnly?: boolean;
  /** Shown only to those who ask for it. */
  hiddenAtFirst?: boolean;
}

/** What a list query has to say to the table. */
export interface ListView<Row> {
  rows: Row[] | undefined;
  total: number;
  capped: boolean;
  limit: number;
  offset: number;
  /** Rows of an older question are on screen while the new ones come. */
  stale: boolean;
  error: string | undefined;
  retry: () => void;
}

export interface Selection {
  ids: ReadonlySet<string>;
  onChange: (ids: ReadonlySet<string>) => void;
  /** What can be done with all of them. */
  actions: ReactNode;
}

interface DataTableProps<Row> {
  /** Names the table, and remembers its columns. */
  id: string;
  label: string;
  columns: Column<Row>[];
  view: ListView<Row>;
  rowId: (row: Row) => string;
  rowLabel: (row: Row) => string;
  sort?: string;
  onSort?: (sort: string) => void;
  onPage?: (page: { limit: number; offset: number }) => void;
  /** Search and filters. */
  toolbar?: ReactNode;
  selection?: Selection;
  onExport?: () => Promise<void>;
  empty: ReactNode;
}

/** A list that the server searches, sorts and pages. On a phone each row becomes a card. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { id, label, columns, view, selection, onExport, toolbar, onPage } = props;
  const [hidden, setHidden] = useHiddenColumns(id, columns);
  const visible = useMemo(
    () => columns.filter((column) => isFixed(column) || !hidden.has(column.id)),
    [columns, hidden],
  );
  return (
    <section
      aria-label={label}
      className="min-w-0 overflow-clip rounded-card border border-line bg-surface shadow-card print:border-0 print:shadow-none"
    >
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2.5 print:hidden">
        <div className="flex min-w-0 flex-1 flex-wrap max-sm:basis-full items-center gap-2">
          {toolbar}
        </div>
        <div className="flex items-center gap-1">
          <ColumnChooser columns={columns} hidden={hidden} onChange={setHidden} />
          {onExport === undefined ? null : <ExportButton onExport={onExport} />}
        </div>
      </div>
      {selection !== undefined && selection.ids.size > 0 ? (
        <BulkBar count={selection.ids.size} onClear={() => selection.onChange(new Set())}>
          {selection.actions}
        </BulkBar>
      ) : null}
      <TableContent {...props} visible={visible} />
      {onPage === undefined || view.rows === undefined || view.error !== undefined ? null : (
        <Pagination
          total={view.total}
          capped={view.capped}
          limit={view.limit}
          offset={view.offset}
          onChange={onPage}
        />
      )}
    </section>
  );
}

interface ContentProps<Row> extends DataTableProps<Row> {
  visible: Column<Row>[];
}

function TableContent<Row>(props: ContentProps<Row>) {
  const { t } = useTranslation();
  const { view, empty, visible, label, selection, rowId, sort, onSort } = props;
  if (view.error !== undefined)
    return <ErrorState title={t('listFailed')} detail={view.error} onRetry={view.retry} />;
  if (view.rows?.length === 0) return empty;
  const ids = view.rows?.map(rowId) ?? [];
  const chosen = selection === undefined ? 0 : ids.filter((id) => selection.ids.has(id)).length;
  return (
    // Explicit roles: laying rows out as cards would otherwise take the table away from readers.
    <table
      role="table"
      aria-label={label}
      aria-busy={view.stale || view.rows === undefined}
      className="w-full border-collapse text-left max-md:block"
    >
      <thead role="rowgroup" className="max-md:sr-only">
        <tr role="row" className="border-b border-line">
          {selection === undefined ? null : (
            <th role="columnheader" scope="col" className="w-9 py-2 pl-3 [&_input]:block">
              <RowCheckbox
                label={t('selectPage')}
                checked={ids.length > 0 && chosen === ids.length}
                mixed={chosen > 0 && chosen < ids.length}
                onChange={() => selection.onChange(toggleAll(selection.ids, ids, chosen))}
              />
            </th>
          )}
          {visible.map((column) => (
            <HeaderCell key={column.id} column={column} sort={sort} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody
        role="rowgroup"
        className={clsx('max-md:block', view.stale && 'opacity-60 transition-opacity')}
      >
        {view.rows === undefined ? (
          <SkeletonRows columns={visible.length} selectable={selection !== undefined} />
        ) : (
          view.rows.map((row) => <TableRow key={rowId(row)} row={row} {...props} />)
        )}
      </tbody>
    </table>
  );
}

function TableRow<Row>({
  row,
  visible,
  selection,
  rowId,
  rowLabel,
}: ContentProps<Row> & { row: Row }) {
  const { t } = useTranslation();
  const id = rowId(row);
  const selected = selection?.ids.has(id) ?? false;
  return (
    <tr
      role="row"
      aria-selected={selection === undefined ? undefined : selected}
      className={clsx(
        'border-b border-line last:border-0 max-md:relative max-md:block max-md:px-3 max-md:py-2.5',
        selected ? 'bg-selected' : 'hover:bg-sunken',
        selection !== undefined && 'max-md:pl-10',
      )}
    >
      {selection === undefined ? null : (
        <td
          role="cell"
          className="w-9 py-1 pl-3 align-middle [&_input]:block max-md:absolute max-md:top-2 max-md:left-0"
        >
          <RowCheckbox
            label={t('selectRow', { name: rowLabel(row) })}
            checked={selected}
            onChange={() => selection.onChange(toggleOne(selection.ids, id))}
          />
        </td>
      )}
      {visible.map((column) => (
        <td
          key={column.id}
          role="cell"
          className={clsx(
            'h-10 px-3 py-1 align-middle max-md:h-auto max-md:flex max-md:justify-between max-md:gap-4 max-md:px-0 max-md:py-0.5',
            column.numeric === true && 'numeric text-right',
            column.actions === true && 'text-right max-md:justify-end',
            column.primary === true && 'font-medium',
            column.deskOnly === true && 'max-md:hidden',
          )}
        >
          {isFixed(column) ? null : (
            <span aria-hidden className="shrink-0 text-[0.8125rem] text-muted md:hidden">
              {column.header}
            </span>
          )}
          <span className="min-w-0 max-md:text-right max-md:in-[.font-medium]:text-left">
            {column.cell(row)}
          </span>
        </td>
      ))}
    </tr>
  );
}

function SkeletonRows({ columns, selectable }: { columns: number; selectable: boolean }) {
  return Array.from({ length: 8 }, (_, row) => (
    <tr key={row} role="row" className="border-b border-line max-md:block max-md:p-3">
      {Array.from({ length: columns + (selectable ? 1 : 0) }, (__, column) => (
        <td key={column} role="cell" className="px-3 py-2.5 max-md:block max-md:py-1">
          <Skeleton className="h-4 w-full max-w-40" />
        </td>
      ))}
    </tr>
  ));
}

function toggleOne(ids: ReadonlySet<string>, id: string): ReadonlySet<string> {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return next;
}

function toggleAll(
  ids: ReadonlySet<string>,
  page: string[],
  chosenOfPage: number,
): ReadonlySet<string> {
  const next = new Set(ids);
  for (const id of page) {
    if (chosenOfPage === page.length) next.delete(id);
    else next.add(id);
  }
  return next;
}
