import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';

import { EnrollmentPage } from '~/features/enrollment/enrollment-page';
import type { EnrollmentSearch } from '~/features/enrollment/enrollment-search';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import type { School } from '~/testing/school';
import { server } from '~/testing/server';

function Page({ start }: { start?: EnrollmentSearch }) {
  const [search, setSearch] = useState<EnrollmentSearch>(start ?? {});
  return <EnrollmentPage search={search} onSearch={setSearch} />;
}

function entryAt(school: School, status: string) {
  const found = school.progress.find((entry) => entry.status === status);
  if (found === undefined) throw new Error(status);
  return found;
}

async function column(name: string) {
  return screen.findByRole('region', { name });
}

async function openMove(name: string) {
  const [button] = await screen.findAllByRole('button', { name: `Move ${name}` });
  await userEvent.click(button!);
  return screen.findByRole('dialog');
}

const rejectMoves = (...answer: Parameters<typeof problem>) =>
  server.use(http.patch(`${base}/enrollment/progress/:id`, () => problem(...answer)));

describe('the board', () => {
  it('shows each state with its count and who waits there', async () => {
    const school = enterSchool('registrar');
    await renderPage(<Page />);
    const submitted = await column('Submitted');
    const there = school.progress.filter((entry) => entry.status === 'submitted');
    await waitFor(() =>
      expect(within(submitted).getAllByRole('listitem')).toHaveLength(there.length),
    );
    expect(within(submitted).getByRole('button', { name: /^Submitted/ })).toHaveTextContent(
      String(there.length),
    );
    expect(within(submitted).getByText(there[0]!.student_name)).toBeVisible();
  });

  it('offers no moves to those who only read', async () => {
    const school = enterSchool('principal');
    await renderPage(<Page />);
    await screen.findByText(entryAt(school, 'submitted').student_name);
    expect(screen.queryByRole('button', { name: /^Move/ })).toBeNull();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button', { name: 'New application' })).toBeNull();
  });

  it('moves an application from its column into the next one', async () => {
    const school = enterSchool('registrar');
    const entry = entryAt(school, 'submitted');
    await renderPage(<Page />);
    const dialog = await openMove(entry.student_name);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Under review' }));
    await userEvent.type(within(dialog).getByLabelText(/Remarks/), 'All papers are here.');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    const reviewed = await column('Under review');
    await within(reviewed).findByText(entry.student_name);
    expect(within(await column('Submitted')).queryByText(entry.student_name)).toBeNull();
    expect(entry.remarks).toBe('All papers are here.');
  });

  it('asks for a section before it enrolls', async () => {
    const school = enterSchool('registrar');
    const entry = entryAt(school, 'approved');
    await renderPage(<Page />);
    const dialog = await openMove(entry.student_name);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Enrolled' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    expect(await within(dialog).findByText('Please choose one.')).toBeVisible();
    const section = within(dialog).getByRole('combobox', { name: 'Section' });
    const [, first] = await waitFor(() => {
      const options = within(section).getAllByRole('option');
      expect(options.length).toBeGreaterThan(1);
      return options;
    });
    await userEvent.selectOptions(section, first!);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    await waitFor(() => expect(entry.status).toBe('enrolled'));
  });

  it('keeps the remarks and shows where it stands when somebody was faster', async () => {
    const school = enterSchool('registrar');
    const entry = entryAt(school, 'submitted');
    await renderPage(<Page />);
    const dialog = await openMove(entry.student_name);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Withdrawn' }));
    await userEvent.type(within(dialog).getByLabelText(/Remarks/), 'Moved away.');
    Object.assign(entry, {
      status: 'assessment',
      version: entry.version + 1,
      allowed_next: ['approved', 'withdrawn'],
    });
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('now stands at Assessment');
    expect(within(dialog).getByLabelText(/Remarks/)).toHaveValue('Moved away.');
    expect(within(dialog).getByRole('radio', { name: 'Approved' })).toBeVisible();
  });

  it('says what to do about a full section', async () => {
    const school = enterSchool('registrar');
    await renderPage(<Page />);
    rejectMoves(409, 'section_full');
    const dialog = await openMove(entryAt(school, 'submitted').student_name);
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Under review' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move' }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('Choose another one');
  });

  it('asks before it throws typed remarks away', async () => {
    const school = enterSchool('registrar');
    await renderPage(<Page />);
    const dialog = await openMove(entryAt(school, 'submitted').student_name);
    await userEvent.type(within(dialog).getByLabelText(/Remarks/), 'A');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    const question = await screen.findByRole('alertdialog');
    expect(question).toHaveTextContent('Leave without saving?');
    await userEvent.click(within(question).getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });
});

describe('a move of many', () => {
  it('moves all that were selected', async () => {
    const school = enterSchool('registrar', 36);
    const chosen = school.progress.filter((entry) => entry.status === 'submitted').slice(0, 2);
    await renderPage(<Page />);
    for (const { student_name } of chosen)
      await userEvent.click(
        await screen.findByRole('checkbox', { name: `Select ${student_name}` }),
      );
    await userEvent.click(screen.getByRole('button', { name: 'Move selected' }));
    const dialog = await screen.findByRole('dialog', { name: 'Move 2 applications' });
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Documents pending' }));
    await userEvent.click(within(dialog).getByRole('button', { name: 'Move 2 applications' }));
    await waitFor(() =>
      expect(chosen.map((entry) => entry.status)).toEqual([
        'documents_pending',
        'documents_pending',
      ]),
    );
    await waitFor(() => expect(screen.queryByText('2 selected')).toBeNull());
  });

  it('moves none and names those that stand in the way', async () => {
    const school = enterSchool('registrar', 36);
    const [first, second] = school.progress.filter((entry) => entry.status === 'submitted');
    server.use(
      http.post(`${base}/enrollment/progress/bulk`, () =>
        problem(409, 'bulk_refused', {
          detail: '1 of the applications cannot move, so none did.',
          refused: [
            { student_id: second!.student_id, code: 'stale_version', detail: 'Moved meanwhile.' },
          ],
        }),
      ),
    );
    await renderPage(<Page start={{ view: 'list', status: 'submitted' }} />);
    for (const { student_name } of [first!, second!])
      await userEvent.click(
        await screen.findByRole('checkbox', { name: `Select ${student_name}` }),
      );
    await userEvent.click(screen.getByRole('button', { name: 'Move selected' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(within(dialog).getByRole('radio', { name: 'Under review' }));
    await userEvent.click(within(dialog).getByRole('button', { name: /^Move 2/ }));
    expect(await within(dialog).findByRole('alert')).toHaveTextContent('so none did');
    const rows = within(dialog).getAllByRole('listitem');
    expect(rows).toHaveLength(1);
    expect(rows[0]).toHaveTextContent(second!.student_name);
    expect(rows[0]).toHaveTextContent('Moved meanwhile.');
  });
});

describe('the list', () => {
  it('searches once the typing rests, and says when nothing matches', async () => {
    enterSchool('registrar');
    await renderPage(<Page start={{ view: 'list' }} />);
    await screen.findAllByRole('row');
    await userEvent.type(screen.getByRole('searchbox'), 'zzzz');
    expect(await screen.findByText('Nothing matches')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect((await screen.findAllByRole('row')).length).toBeGreaterThan(2);
    expect(screen.getByRole('searchbox')).toHaveValue('');
  });

  it('offers to try again when the server fails', async () => {
    enterSchool('registrar');
    server.use(
      http.get(`${base}/enrollment/progress`, () => HttpResponse.json({}, { status: 500 }), {
        once: true,
      }),
    );
    await renderPage(<Page start={{ view: 'list' }} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect((await screen.findAllByRole('row')).length).toBeGreaterThan(2);
  });
});
