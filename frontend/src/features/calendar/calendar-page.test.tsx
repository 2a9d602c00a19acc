import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';

import { CalendarPage } from '~/features/calendar/calendar-page';
import type { CalendarSearch } from '~/features/calendar/calendar-search';
import { enterSchool, renderPage } from '~/testing/render';

describe('the calendar', () => {
  it('lists days with what is on them, and tells more of an entry that is pressed', async () => {
    enterSchool('student');
    const search = vi.fn<(next: CalendarSearch) => void>();
    await renderPage(<CalendarPage search={{ view: 'list' }} onSearch={search} />);
    // Late in the evening it goes on past midnight, and stands on both days.
    const [entry] = await screen.findAllByRole('button', { name: /Questions about fractions/ });
    if (entry === undefined) throw new Error('the entry is not there');
    expect(screen.getAllByRole('button', { name: /Foundation days/ }).length).toBeGreaterThan(1);
    await userEvent.click(entry);
    const details = await screen.findByRole('dialog', { name: 'Questions about fractions' });
    expect(within(details).getByText(/Grade 7 – Sampaguita/)).toBeVisible();
    expect(within(details).queryByRole('link', { name: 'Join' })).not.toBeInTheDocument();
    await userEvent.keyboard('{Escape}');
    await userEvent.click(screen.getByRole('button', { name: 'Later' }));
    expect(search.mock.calls[0]?.[0].date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('gives out the address of the feed once, and takes it away', async () => {
    enterSchool('parent');
    await renderPage(<CalendarPage search={{ view: 'list' }} onSearch={() => undefined} />);
    await userEvent.click(await screen.findByRole('button', { name: 'Subscribe' }));
    const dialog = await screen.findByRole('dialog');
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Make an address' }));
    const address = await within(dialog).findByLabelText('Address');
    expect((address as HTMLInputElement).value).toMatch(/\/calendar\/feeds\/0{32}\.ics$/);
    await userEvent.click(within(dialog).getByRole('button', { name: 'Revoke' }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Revoke' }));
    expect(await within(dialog).findByRole('button', { name: 'Make an address' })).toBeVisible();
    expect(within(dialog).queryByLabelText('Address')).not.toBeInTheDocument();
  });
});
