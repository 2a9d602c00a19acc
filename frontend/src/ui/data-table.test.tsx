import { render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { type Column, DataTable, type ListView } from '~/ui/data-table';

interface Row {
  id: string;
  name: string;
  age: number;
}

const rows: Row[] = [
  { id: 'a', name: 'Ana', age: 7 },
  { id: 'b', name: 'Ben', age: 9 },
];

const columns: Column<Row>[] = [
  { id: 'name', header: 'Name', sort: 'name', primary: true, cell: (row) => row.name },
  { id: 'age', header: 'Age', sort: 'age', numeric: true, cell: (row) => row.age },
  { id: 'room', header: 'Room', hiddenAtFirst: true, cell: () => '12' },
];

const view: ListView<Row> = {
  rows,
  total: 45,
  capped: false,
  limit: 20,
  offset: 20,
  stale: false,
  error: undefined,
  retry: () => undefined,
};

function show(more: Partial<Parameters<typeof DataTable<Row>>[0]> = {}) {
  render(
    <DataTable
      id="test"
      label="Children"
      columns={columns}
      view={view}
      rowId={(row) => row.id}
      rowLabel={(row) => row.name}
      empty={<p>Nobody</p>}
      {...more}
    />,
  );
}

describe('a table', () => {
  it('sorts by the head of a column, and turns the order round', async () => {
    const onSort = vi.fn<(sort: string) => void>();
    show({ sort: 'name', onSort });
    expect(screen.getByRole('columnheader', { name: 'Name' })).toHaveAttribute(
      'aria-sort',
      'ascending',
    );
    await userEvent.click(screen.getByRole('button', { name: 'Name' }));
    expect(onSort).toHaveBeenLastCalledWith('-name');
    await userEvent.click(screen.getByRole('button', { name: 'Age' }));
    expect(onSort).toHaveBeenLastCalledWith('age');
  });

  it('pages', async () => {
    const onPage = vi.fn<(page: { limit: number; offset: number }) => void>();
    show({ onPage });
    expect(screen.getByText('21–40 of 45')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
    expect(onPage).toHaveBeenLastCalledWith({ limit: 20, offset: 40 });
    await userEvent.click(screen.getByRole('button', { name: 'Previous page' }));
    expect(onPage).toHaveBeenLastCalledWith({ limit: 20, offset: 0 });
    await userEvent.selectOptions(screen.getByLabelText('Rows per page'), '50');
    expect(onPage).toHaveBeenLastCalledWith({ limit: 50, offset: 0 });
  });

  it('says so when the server stopped counting', () => {
    show({ onPage: () => undefined, view: { ...view, total: 10_000, capped: true } });
    expect(screen.getByText('21–40 of more than 10,000')).toBeVisible();
  });

  it('selects rows and offers what can be done with them', async () => {
    const onChange = vi.fn<(ids: ReadonlySet<string>) => void>();
    const selection = { ids: new Set(['a']), onChange, actions: <button type="button">Go</button> };
    show({ selection });
    const bar = screen.getByRole('region', { name: /Actions/ });
    expect(bar).toHaveTextContent('1 selected');
    expect(within(bar).getByRole('button', { name: 'Go' })).toBeVisible();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Select Ben' }));
    expect(onChange).toHaveBeenLastCalledWith(new Set(['a', 'b']));
    await userEvent.click(screen.getByRole('checkbox', { name: /Select all/ }));
    expect(onChange).toHaveBeenLastCalledWith(new Set(['a', 'b']));
    await userEvent.click(within(bar).getByRole('button', { name: 'Clear selection' }));
    expect(onChange).toHaveBeenLastCalledWith(new Set());
  });

  it('remembers which columns are put away', async () => {
    show();
    expect(screen.queryByRole('columnheader', { name: 'Room' })).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Columns' }));
    await userEvent.click(screen.getByLabelText('Room'));
    await userEvent.click(screen.getByLabelText('Age'));
    expect(screen.getByRole('columnheader', { name: 'Room' })).toBeVisible();
    expect(screen.queryByRole('columnheader', { name: 'Age' })).toBeNull();
    expect(localStorage.getItem('homeroom.columns.test')).toBe('age');
    await userEvent.keyboard('{Escape}');
    expect(screen.queryByLabelText('Room')).toBeNull();
    expect(screen.getByRole('button', { name: 'Columns' })).toHaveFocus();
  });

  it('shows places while rows are on their way, then what is missing or wrong', async () => {
    const retry = vi.fn<() => void>();
    show({ view: { ...view, rows: undefined } });
    expect(screen.getByRole('table')).toHaveAttribute('aria-busy', 'true');
    show({ view: { ...view, rows: [], total: 0 } });
    expect(screen.getByText('Nobody')).toBeVisible();
    show({ view: { ...view, error: 'The server is away.', retry } });
    expect(screen.getByRole('alert')).toHaveTextContent('The server is away.');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(retry).toHaveBeenCalledOnce();
  });
});
