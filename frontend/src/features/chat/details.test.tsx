import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http } from 'msw';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { DeletedPage } from '~/features/chat/deleted-page';
import { excerpt } from '~/features/chat/excerpt';
import { FoundMessages } from '~/features/chat/found-messages';
import { UnreadMessagesPanel, WhomToWriteToPanel } from '~/features/chat/home-panels';
import { textParts } from '~/features/chat/message-parts';
import { openThread } from '~/testing/chat-live';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const nothing = () => undefined;

async function openDetails(role: 'teacher' | 'academic_coordinator', place: number) {
  const school = enterSchool(role);
  const { record } = await openThread(school, place);
  await userEvent.click(screen.getByRole('button', { name: 'Details of the conversation' }));
  const dialog = await screen.findByRole('dialog');
  return { school, record, dialog };
}

beforeEach(() => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});

describe('the details of a conversation', () => {
  it('let whoever made a group rename it, and tell who was slower', async () => {
    const { record, dialog } = await openDetails('academic_coordinator', 1);
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Rename' }));
    const title = within(dialog).getByLabelText('Name of the group');
    await userEvent.clear(title);
    await userEvent.type(title, 'Science week');
    record.version = 7;
    await userEvent.click(within(dialog).getByRole('button', { name: 'Save changes' }));
    expect(await within(dialog).findByText(/Somebody else changed this/)).toBeVisible();
    expect(title).toHaveValue('Science week');
    await waitFor(async () => {
      await userEvent.click(within(dialog).getByRole('button', { name: 'Save changes' }));
      expect(record.title).toBe('Science week');
    });
  });

  it('let people in and out of a group', async () => {
    const { school, record, dialog } = await openDetails('academic_coordinator', 1);
    const [newcomer, member] = [school.users[4]!, school.users[12]!];
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Add people' }));
    await userEvent.type(
      within(dialog).getByRole('combobox', { name: 'People' }),
      `${newcomer.first_name} ${newcomer.last_name}`,
    );
    await userEvent.click(
      await screen.findByRole('option', { name: new RegExp(newcomer.last_name) }),
    );
    await userEvent.click(within(dialog).getAllByRole('button', { name: 'Add people' }).at(-1)!);
    await waitFor(() => expect(record.members.has(newcomer.id)).toBe(true));
    const name = `${member.first_name} ${member.last_name}`;
    await userEvent.click(await within(dialog).findByRole('button', { name: `Take ${name} out` }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Remove' }));
    await waitFor(() => expect(record.members.has(member.id)).toBe(false));
  });

  it('of a group of others offer only to leave', async () => {
    const { school, record, dialog } = await openDetails('teacher', 1);
    expect(within(dialog).queryByRole('button', { name: 'Rename' })).toBeNull();
    await userEvent.click(await within(dialog).findByRole('button', { name: 'Leave' }));
    const question = await screen.findByRole('alertdialog');
    await userEvent.click(within(question).getByRole('button', { name: 'Leave' }));
    await waitFor(() => expect(record.members.has(school.users[6]!.id)).toBe(false));
  });

  it('of a class say that its people follow the class', async () => {
    const { dialog } = await openDetails('teacher', 2);
    expect(within(dialog).getByText(/follows the class/)).toBeVisible();
    expect(within(dialog).queryByRole('button', { name: 'Leave' })).toBeNull();
    expect(await within(dialog).findAllByText('Student')).not.toHaveLength(0);
  });
});

describe('search in messages', () => {
  it('shows where the words stand, and leads there', async () => {
    const school = enterSchool('teacher');
    await renderPage(<FoundMessages search={{ q: 'worksheet' }} onSearch={nothing} />);
    const list = await screen.findByRole('list', { name: 'Search in messages' });
    const link = within(list).getByRole('link', { name: /Rosa Cruz/ });
    expect(within(link).getByText('worksheet').tagName).toBe('MARK');
    const record = school.conversations[0]!;
    const message = record.messages.find(({ body }) => body.includes('worksheet'))!;
    expect(link).toHaveAttribute(
      'href',
      expect.stringMatching(new RegExp(`/messages/${record.id}\\?.*at=${message.number}`)),
    );
  });

  it('cuts a long text around the first word, whatever signs are sought', () => {
    const text = `${'before '.repeat(40)}here (it) is ${'after '.repeat(40)}`;
    const parts = excerpt(text, '(it)');
    expect(parts.find(({ hit }) => hit)?.text).toBe('(it)');
    expect(parts.map((part) => part.text).join('').length).toBeLessThan(200);
    expect(excerpt('plain', '')).toEqual([{ text: 'plain', hit: false, place: 0 }]);
  });
});

describe('the text of a message', () => {
  const people = new Map([
    ['1', 'Ana Cruz'],
    ['2', 'Ana Cruz Santos'],
  ]);
  const kinds = (body: string) => textParts(body, people).map(({ kind, text }) => [kind, text]);

  it('has addresses to follow, without what ends the sentence', () => {
    expect(kinds('See https://school.local/a?b=1). Or (http://x.ph), please.')).toEqual([
      ['text', 'See '],
      ['link', 'https://school.local/a?b=1'],
      ['text', '). Or ('],
      ['link', 'http://x.ph'],
      ['text', '), please.'],
    ]);
  });

  it('never makes an address of what could act, nor HTML of what looks so', () => {
    const body = 'javascript:alert(1) data:text/html,x <a href="https://x.ph">y</a>';
    expect(kinds(body).filter(([kind]) => kind === 'link')).toEqual([['link', 'https://x.ph']]);
    expect(kinds('<b>bold</b>')).toEqual([['text', '<b>bold</b>']]);
  });

  it('knows named people, of two alike the longer', () => {
    expect(textParts('@Ana Cruz Santos and @Ana Cruz!', people)).toEqual([
      { kind: 'mention', text: '@Ana Cruz Santos', userId: '2' },
      { kind: 'text', text: ' and ' },
      { kind: 'mention', text: '@Ana Cruz', userId: '1' },
      { kind: 'text', text: '!' },
    ]);
  });
});

describe('deleted messages', () => {
  it('are disclosed only for a reason, and it is said that this is recorded', async () => {
    enterSchool('admin');
    await renderPage(<DeletedPage search={{}} onSearch={nothing} />);
    const [first] = await screen.findAllByRole('button', { name: /^Disclose the message of/ });
    await userEvent.click(first!);
    const dialog = await screen.findByRole('dialog');
    expect(within(dialog).getByText(/written into the audit trail/)).toBeVisible();
    const reason = within(dialog).getByLabelText('Reason');
    await userEvent.type(reason, 'short');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disclose' }));
    await waitFor(() => expect(reason).toHaveAccessibleDescription(/At least 10 characters/));
    await userEvent.type(reason, ', now long enough');
    await userEvent.click(within(dialog).getByRole('button', { name: 'Disclose' }));
    expect(await screen.findByText('I will not be there tomorrow.')).toBeVisible();
    expect(screen.getByText('This look was recorded.')).toBeVisible();
  });

  it('are narrowed to those of one person', async () => {
    const school = enterSchool('admin');
    const { id, first_name, last_name } = school.users[7]!;
    const shown = await renderPage(<DeletedPage search={{}} onSearch={nothing} />);
    const name = `${first_name} ${last_name}`;
    const [link] = await screen.findAllByRole('link', { name });
    expect(link).toHaveAttribute('href', expect.stringContaining(`sender=${id}`));
    shown.unmount();
    await renderPage(<DeletedPage search={{ sender: id }} onSearch={nothing} />);
    expect(await screen.findByText(`Only messages of ${name}`)).toBeVisible();
    await waitFor(() =>
      expect(screen.getAllByRole('button', { name: /^Disclose the message of/ })).toHaveLength(2),
    );
  });
});

describe('the panels of homes', () => {
  it('show how much is unread, and the latest of it', async () => {
    enterSchool('teacher');
    await renderPage(<UnreadMessagesPanel />);
    expect(await screen.findByText('3 unread messages')).toBeVisible();
    expect(await screen.findByRole('link', { name: 'Science fair' })).toBeVisible();
  });

  it('lead a parent to the teachers of the children, and are silent without an answer', async () => {
    const school = enterSchool('parent');
    const shown = await renderPage(<WhomToWriteToPanel />);
    const teacher = school.users[6]!;
    const link = await screen.findByRole('link', {
      name: `${teacher.first_name} ${teacher.last_name}`,
    });
    expect(link).toHaveAttribute('href', expect.stringContaining(`with=${teacher.id}`));
    const registrar = school.users.find(({ roles }) => roles.includes('registrar'))!;
    expect(screen.queryByText(`${registrar.first_name} ${registrar.last_name}`)).toBeNull();
    shown.unmount();
    server.use(http.get(`${base}/contacts`, () => problem(404, 'not_found')));
    await renderPage(<WhomToWriteToPanel />);
    await waitFor(() => expect(screen.queryByText('Whom to write to')).toBeNull());
  });
});
