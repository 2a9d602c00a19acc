import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it } from 'vitest';

import { HomeworkPage } from '~/features/tasks/homework-page';
import { ReceiptPage } from '~/features/tasks/receipt-page';
import { TaskPage } from '~/features/tasks/task-page';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const nothing = () => undefined;

/** Everything that this browser has put by. */
function keptHere(): string {
  const keys = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '');
  return keys.map((key) => localStorage.getItem(key)).join(' ');
}

describe('the tasks of a student', () => {
  it('stand by when they are due; drafts of teachers are not among them', async () => {
    enterSchool('student');
    await renderPage(<HomeworkPage search={{}} onSearch={nothing} />);
    const overdue = await screen.findByRole('region', { name: /^Overdue/ });
    expect(within(overdue).getByRole('link', { name: 'Essay about rain' })).toBeVisible();
    expect(screen.getByRole('link', { name: 'Reading log' })).toBeVisible();
    expect(screen.queryByText('Quiz on decimals')).not.toBeInTheDocument();
  });

  it('show the score of what was returned', async () => {
    enterSchool('student');
    await renderPage(<HomeworkPage search={{ view: 'closed' }} onSearch={nothing} />);
    expect(await screen.findByText('44.5 of 50')).toBeVisible();
  });
});

describe('handing in', () => {
  it('takes text and files along, gives a receipt and empties the draft', async () => {
    const school = enterSchool('student');
    const { id } = school.tasks[0]!;
    await renderPage(<TaskPage id={id} onDeleted={nothing} />);
    const text = await screen.findByLabelText(/^Your text/);
    await userEvent.type(text, 'Three quarters');
    expect(await screen.findByText('Saved as a draft, not handed in yet')).toBeVisible();
    await userEvent.upload(
      screen.getByLabelText(/^Choose files/),
      new File(['contents'], 'answer.txt', { type: 'text/plain' }),
    );
    // The invented server is not told the name here, only the bytes.
    expect(await screen.findByRole('button', { name: /^Remove/ })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Hand in' }));
    expect(
      await screen.findByText(/^Handed in\. Your receipt has the number \d+\.$/),
    ).toBeVisible();
    expect(school.submissions[0]).toMatchObject({
      text: 'Three quarters',
      late: false,
    });
    expect(school.submissions[0]?.files).toHaveLength(1);
    await waitFor(() => expect(text).toHaveValue(''));
    expect(await screen.findByText('Version 1')).toBeVisible();
    expect(screen.getByRole('heading', { name: 'Hand in again' })).toBeVisible();
  });

  it('needs something to hand in, and asks when it is late', async () => {
    const school = enterSchool('student');
    await renderPage(<TaskPage id={school.tasks[1]!.id} onDeleted={nothing} />);
    const button = await screen.findByRole('button', { name: 'Hand in' });
    await userEvent.click(button);
    expect(await screen.findByText('Write something or add a file first.')).toBeVisible();
    await userEvent.type(screen.getByLabelText(/^Your text/), 'It rained');
    await userEvent.click(button);
    const question = await screen.findByRole('alertdialog', { name: 'Hand in late?' });
    await userEvent.click(within(question).getByRole('button', { name: 'Hand in' }));
    expect(await screen.findByText('Handed in late', { selector: 'li *' })).toBeVisible();
  });

  it('that came too late says when it closed, and keeps the text', async () => {
    const school = enterSchool('student');
    const { id } = school.tasks[0]!;
    server.use(
      http.post(`${base}/tasks/:id/submissions`, () =>
        problem(409, 'task_closed', { closed_at: '2026-06-03T01:15:00Z' }),
      ),
    );
    await renderPage(<TaskPage id={id} onDeleted={nothing} />);
    const text = await screen.findByLabelText(/^Your text/);
    await userEvent.type(text, 'A minute late');
    await userEvent.click(screen.getByRole('button', { name: 'Hand in' }));
    expect(await screen.findByText(/^The task has closed \(Jun 3, 2026/)).toBeVisible();
    expect(text).toHaveValue('A minute late');
    expect(await screen.findByText('Saved as a draft, not handed in yet')).toBeVisible();
  });

  it('is over when the task is closed', async () => {
    const school = enterSchool('student');
    await renderPage(<TaskPage id={school.tasks[3]!.id} onDeleted={nothing} />);
    expect(await screen.findByText(/^Closed since/)).toBeVisible();
    expect(screen.queryByRole('button', { name: 'Hand in' })).not.toBeInTheDocument();
    expect(await screen.findByText('Clear and colourful.')).toBeVisible();
  });

  it('keeps the text here while the server is away, and says so', async () => {
    const school = enterSchool('student');
    const { id } = school.tasks[0]!;
    let away = true;
    server.use(
      http.put(`${base}/tasks/:id/draft`, () => (away ? HttpResponse.error() : undefined)),
    );
    await renderPage(<TaskPage id={id} onDeleted={nothing} />);
    await userEvent.type(await screen.findByLabelText(/^Your text/), 'On the bus');
    expect(await screen.findByText(/^Kept on this device/)).toBeVisible();
    expect(keptHere()).toContain('On the bus');
    away = false;
    globalThis.dispatchEvent(new Event('online'));
    expect(await screen.findByText('Saved as a draft, not handed in yet')).toBeVisible();
    expect(keptHere()).not.toContain('On the bus');
  });

  it('shows both texts when another tab has written on', async () => {
    const school = enterSchool('student');
    const { id } = school.tasks[0]!;
    await renderPage(<TaskPage id={id} onDeleted={nothing} />);
    const text = await screen.findByLabelText(/^Your text/);
    await waitFor(() => expect(school.drafts.size).toBe(1));
    for (const draft of school.drafts.values())
      Object.assign(draft, { text: 'From the phone', version: 4 });
    await userEvent.type(text, 'From here');
    const other = await screen.findByRole('region', { name: 'Saved elsewhere' });
    expect(within(other).getByText('From the phone')).toBeVisible();
    await userEvent.click(within(other).getByRole('button', { name: 'Go on with that' }));
    expect(text).toHaveValue('From the phone');
    expect(screen.queryByRole('region', { name: 'Saved elsewhere' })).not.toBeInTheDocument();
  });
});

describe('a receipt', () => {
  it('names the time and the digest of each file', async () => {
    const school = enterSchool('student');
    const submission = school.submissions[0]!;
    await renderPage(<ReceiptPage taskId={submission.task_id} submissionId={submission.id} />);
    expect(await screen.findByRole('heading', { name: 'Receipt 1001' })).toBeVisible();
    expect(screen.getByText(`SHA-256 ${submission.files[0]!.sha256}`)).toBeVisible();
  });
});
