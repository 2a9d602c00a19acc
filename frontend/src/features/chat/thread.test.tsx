import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { setConnection } from '~/api/connection';
import { ThreadPane } from '~/features/chat/thread-pane';
import { articlesOf, openThread, threadLog as thread } from '~/testing/chat-live';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const nothing = () => undefined;

beforeEach(() => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});
afterEach(() => setConnection(null, 'connecting'));

describe('a conversation', () => {
  it('stands by day and person, with what is new marked, and is read', async () => {
    const school = enterSchool('teacher');
    const { record } = await openThread(school, 0);
    expect(screen.getByRole('heading', { level: 1, name: 'Rosa Cruz' })).toBeVisible();
    expect(within(thread()).getByText('New')).toBeVisible();
    expect(within(thread()).getByText('Yesterday')).toBeVisible();
    expect(within(thread()).getByRole('link', { name: /school.local/ })).toHaveAttribute(
      'rel',
      expect.stringContaining('noopener'),
    );
    await waitFor(() =>
      expect(record.members.get(school.users[6]!.id)).toBe(record.messages.length),
    );
  });

  it('brings older messages on demand', async () => {
    const school = enterSchool('teacher');
    await openThread(school, 0);
    const before = articlesOf().length;
    await userEvent.click(screen.getByRole('button', { name: 'Older messages' }));
    await waitFor(() => expect(articlesOf().length).toBeGreaterThan(before));
    expect(await screen.findByText('This is where the conversation begins.')).toBeVisible();
  });

  it('runs each message in the direction of its script', async () => {
    const school = enterSchool('teacher');
    school.conversations[1]!.messages.at(-1)!.body = 'مرحبا 123 <b>abc</b>';
    const { field: text } = await openThread(school, 1);
    expect(within(thread()).getByText('مرحبا 123 <b>abc</b>')).toHaveAttribute('dir', 'auto');
    expect(text).toHaveAttribute('dir', 'auto');
  });

  it('opens around the message that the address names', async () => {
    const school = enterSchool('teacher');
    const { record } = await openThread(school, 0, 5);
    expect(await within(thread()).findByText(record.messages[4]!.body)).toBeVisible();
    expect(within(thread()).queryByText(record.messages.at(-1)!.body)).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'To the latest' }));
    expect(await within(thread()).findByText(record.messages.at(-1)!.body)).toBeVisible();
  });

  it('shows what is sent at once, and once', async () => {
    const school = enterSchool('teacher');
    const { record, field: text } = await openThread(school, 1);
    const count = record.messages.length;
    await userEvent.type(text, 'First line{Shift>}{Enter}{/Shift}second line');
    await userEvent.keyboard('{Enter}');
    expect(text).toHaveValue('');
    await waitFor(() => expect(record.messages).toHaveLength(count + 1));
    expect(record.messages.at(-1)?.body).toBe('First line\nsecond line');
    await waitFor(() => expect(within(thread()).queryByText('Being sent…')).toBeNull());
    expect(within(thread()).getAllByText(/second line/)).toHaveLength(1);
  });

  it('says why a message was refused, and tries it again under its name', async () => {
    const school = enterSchool('teacher');
    const names: string[] = [];
    server.use(
      http.post(`${base}/conversations/:id/messages`, async ({ request }) => {
        names.push(((await request.json()) as { client_message_id: string }).client_message_id);
        return problem(409, 'conflict', { detail: 'Not like this.' });
      }),
    );
    const { record, field: text } = await openThread(school, 1);
    await userEvent.type(text, 'Hello{Enter}');
    expect(await screen.findByText('Not sent: Not like this.')).toBeVisible();
    server.resetHandlers();
    // The same school answers again, now without that refusal.
    enterSchool('teacher').conversations = school.conversations;
    await userEvent.click(screen.getByRole('button', { name: 'Retry' }));
    await waitFor(() => expect(record.messages.at(-1)?.body).toBe('Hello'));
    expect(record.messages.at(-1)?.client_message_id).toBe(names[0]);
  });

  it('is closed to writing, with the reason, when the server forbids it', async () => {
    const school = enterSchool('teacher');
    server.use(
      http.post(`${base}/conversations/:id/messages`, () =>
        problem(403, 'forbidden', { detail: 'This account is closed.' }),
      ),
    );
    const { field: text } = await openThread(school, 1);
    await userEvent.type(text, 'Hello{Enter}');
    await waitFor(() => expect(screen.queryByRole('textbox', { name: /^Write to/ })).toBeNull());
    expect(screen.getByText('This account is closed.')).toBeVisible();
  });

  it('is edited with the arrow up, and deleted after a question', async () => {
    const school = enterSchool('teacher');
    const { record, field: text } = await openThread(school, 1);
    await userEvent.type(text, 'Tomorow{Enter}');
    await waitFor(() => expect(record.messages.at(-1)?.body).toBe('Tomorow'));
    await within(thread()).findByRole('button', { name: 'Edit “Tomorow”' });
    await userEvent.type(text, '{ArrowUp}');
    const editing = await screen.findByRole('textbox', { name: 'Your message' });
    await userEvent.clear(editing);
    await userEvent.type(editing, 'Tomorrow{Enter}');
    expect(await within(thread()).findByText('Tomorrow')).toBeVisible();
    expect(within(thread()).getByText('edited')).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Delete “Tomorrow”' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Delete' }));
    expect(await within(thread()).findByText('This message was deleted.')).toBeVisible();
  });

  it('keeps what can be done with it in a menu on touch screens', async () => {
    const { matchMedia } = globalThis;
    vi.spyOn(globalThis, 'matchMedia').mockImplementation((query) =>
      Object.assign(matchMedia(query), { matches: query.includes('hover: none') }),
    );
    const school = enterSchool('teacher');
    const { record, field: text } = await openThread(school, 1);
    await userEvent.type(text, 'Tomorow{Enter}');
    const more = await within(thread()).findByRole('button', { name: 'More for “Tomorow”' });
    expect(within(thread()).queryByRole('button', { name: /^(Edit|Delete)/ })).toBeNull();
    more.focus();
    await userEvent.keyboard('{Enter}');
    expect(more).toHaveAttribute('aria-expanded', 'true');
    expect(screen.getByRole('group', { name: 'More for “Tomorow”' })).toBeVisible();
    await userEvent.keyboard('{Escape}');
    expect(more).toHaveAttribute('aria-expanded', 'false');
    expect(more).toHaveFocus();

    await userEvent.click(more);
    await userEvent.click(screen.getByRole('button', { name: 'Edit' }));
    const editing = await screen.findByRole('textbox', { name: 'Your message' });
    expect(editing).toHaveFocus();
    await userEvent.clear(editing);
    await userEvent.type(editing, 'Tomorrow{Enter}');

    const again = await within(thread()).findByRole('button', { name: 'More for “Tomorrow”' });
    await userEvent.click(again);
    await userEvent.click(screen.getByRole('button', { name: 'Delete' }));
    const dialog = await screen.findByRole('alertdialog');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Cancel' }));
    await waitFor(() => expect(again).toHaveFocus());
    expect(record.messages.at(-1)).toMatchObject({ body: 'Tomorrow', deleted: false });
  });

  it('names people by keyboard', async () => {
    const school = enterSchool('teacher');
    const { record, field: text } = await openThread(school, 1);
    const lead = school.users[2]!;
    await userEvent.type(text, `Ask @${lead.first_name.slice(0, 3)}`);
    const option = await screen.findByRole('option', { name: new RegExp(lead.last_name) });
    expect(text).toHaveAttribute('aria-activedescendant', option.id);
    await userEvent.keyboard('{Enter}');
    await waitFor(() => expect(text).toHaveValue(`Ask @${lead.first_name} ${lead.last_name} `));
    await userEvent.keyboard('please{Enter}');
    await waitFor(() => expect(record.messages.at(-1)?.mentions).toEqual([lead.id]));
  });

  it('counts what is left of the length, and sends nothing that is too long', async () => {
    const school = enterSchool('teacher');
    const { record, field: text } = await openThread(school, 1);
    const count = record.messages.length;
    await userEvent.click(text);
    await userEvent.paste('x'.repeat(3999));
    expect(screen.getByText('1 character left')).toBeVisible();
    await userEvent.paste('yy');
    expect(screen.getByText('1 character too many')).toBeVisible();
    expect(screen.getByRole('button', { name: 'Send' })).toBeDisabled();
    await userEvent.keyboard('{Enter}');
    expect(record.messages).toHaveLength(count);
  });

  it('keeps what was begun while one looks elsewhere', async () => {
    const school = enterSchool('teacher');
    const { field: text, unmount } = await openThread(school, 1);
    await userEvent.type(text, 'Not finished');
    unmount();
    const again = await openThread(school, 1);
    expect(again.field).toHaveValue('Not finished');
  });

  it('sends files with a message, and shows one that failed', async () => {
    const school = enterSchool('teacher');
    const { record } = await openThread(school, 1);
    const files = [
      new File(['list'], 'groups.txt', { type: 'text/plain' }),
      new File([], 'no.txt'),
    ];
    await userEvent.upload(screen.getByLabelText('Attach files'), files);
    expect(await screen.findByText('This file is empty.')).toBeVisible();
    expect(await screen.findByRole('button', { name: /^Remove / })).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'Send' }));
    await waitFor(() => expect(record.messages.at(-1)?.files).toHaveLength(1));
    expect(await within(thread()).findByRole('list', { name: 'Files' })).toBeVisible();
  });

  it('is not shown to those who are not in it', async () => {
    const school = enterSchool('student');
    const id = school.conversations[1]!.id;
    await renderPage(<ThreadPane id={id} at={undefined} search={{}} onLeft={nothing} />);
    expect(await screen.findByText('This conversation is not here')).toBeVisible();
  });

  it('says so while the live connection is away', async () => {
    const school = enterSchool('teacher');
    setConnection(null, 'reconnecting');
    await openThread(school, 1);
    expect(screen.getByText(/sent and fetched more slowly/)).toBeVisible();
  });
});
