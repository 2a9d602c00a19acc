import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { http, HttpResponse } from 'msw';
import { describe, expect, it, vi } from 'vitest';

import { MessagesFrame } from '~/features/chat/messages-frame';
import { listenTo, written } from '~/testing/chat-live';
import { base, problem } from '~/testing/handlers';
import { enterSchool, renderPage } from '~/testing/render';
import { server } from '~/testing/server';

const nothing = () => undefined;

describe('the list of conversations', () => {
  const show = (search = {}, onSearch = nothing) =>
    renderPage(
      <MessagesFrame search={search} onSearch={onSearch} occupied={false} onStarted={nothing}>
        <p>Beside</p>
      </MessagesFrame>,
    );
  const rows = async () =>
    within(await screen.findByRole('list', { name: 'Conversations' })).getAllByRole('link');

  it('has the latest first, with what is unread and who is named', async () => {
    enterSchool('teacher');
    await show();
    const [first, second] = await rows();
    expect(first).toHaveTextContent(/Science fair.*1 unread message/);
    expect(within(first!).getByLabelText('You are named')).toBeVisible();
    expect(second).toHaveTextContent(/Rosa Cruz.*2 unread messages/);
  });

  it('is walked through with the arrow keys', async () => {
    enterSchool('teacher');
    await show();
    const links = await rows();
    screen.getByRole('searchbox').focus();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    expect(links[1]).toHaveFocus();
    await userEvent.keyboard('{End}');
    expect(links.at(-1)).toHaveFocus();
    await userEvent.keyboard('{Home}');
    expect(links[0]).toHaveFocus();
  });

  it('moves a conversation up when something is written in it', async () => {
    const school = enterSchool('teacher');
    const { queries } = await show();
    await rows();
    const { say, live } = listenTo(queries, school.users[6]!.id);
    const record = school.conversations[5]!;
    const message = written(school, record.id, 2, 'One question, Sir', 7);
    record.messages.push(message);
    say({ type: 'message.created', message });
    await waitFor(async () => expect((await rows())[0]).toHaveTextContent('One question, Sir'));
    expect((await rows())[0]).toHaveTextContent('1 unread message');
    live.stop();
  });

  it('says what to do when it is empty, and how to try again when it cannot be had', async () => {
    const school = enterSchool('teacher');
    school.conversations = [];
    server.use(http.get(`${base}/conversations`, () => problem(503, 'busy'), { once: true }));
    await show();
    await userEvent.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByText(/Write to somebody of the school/)).toBeVisible();
  });
});

describe('a new conversation', () => {
  const show = (onStarted: (id: string) => void, kind = 'person') =>
    renderPage(
      <MessagesFrame
        search={{ compose: kind as 'person' }}
        onSearch={nothing}
        occupied={false}
        onStarted={onStarted}
      >
        <p>Beside</p>
      </MessagesFrame>,
    );

  it('offers a student only whom they may write to, and says why', async () => {
    const school = enterSchool('student');
    const started = vi.fn<(id: string) => void>();
    await show(started);
    const person = await screen.findByRole('combobox', { name: 'Person' });
    expect(screen.queryByRole('radio')).toBeNull();
    await userEvent.type(person, school.users[6]!.first_name);
    const option = await screen.findByRole('option', { name: /Your teacher/ });
    await userEvent.click(option);
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    await waitFor(() => expect(started).toHaveBeenCalledWith(school.conversations[5]!.id));
  });

  it('puts a refusal on the person, and one of a missing choice too', async () => {
    const school = enterSchool('student');
    server.use(
      http.post(`${base}/conversations`, () =>
        problem(422, 'invalid_fields', {
          errors: [{ field: 'member_ids', code: 'not_permitted', message: 'Not any more.' }],
        }),
      ),
    );
    await show(nothing);
    await userEvent.click(await screen.findByRole('button', { name: 'Begin' }));
    const person = await screen.findByRole('combobox', { name: 'Person' });
    expect(person).toHaveAccessibleDescription(/Please choose one/);
    await userEvent.type(person, school.users[6]!.first_name);
    await userEvent.click(await screen.findByRole('option', { name: /Your teacher/ }));
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    await waitFor(() => expect(person).toHaveAccessibleDescription(/Not any more/));
  });

  it('lets staff make a group of several', async () => {
    const school = enterSchool('teacher');
    const started = vi.fn<(id: string) => void>();
    await show(started, 'group');
    await userEvent.type(await screen.findByLabelText('Name of the group'), 'Reading club');
    for (const user of [school.users[1]!, school.users[2]!]) {
      const people = screen.getByRole('combobox', { name: 'People' });
      await userEvent.type(people, `${user.first_name} ${user.last_name}`);
      await userEvent.click(
        await screen.findByRole('option', { name: new RegExp(user.last_name) }),
      );
    }
    const chosen = screen.getByRole('list', { name: 'Chosen people' });
    expect(within(chosen).getAllByRole('listitem')).toHaveLength(2);
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    await waitFor(() => expect(started).toHaveBeenCalled());
    expect(school.conversations.at(-1)).toMatchObject({ kind: 'group', title: 'Reading club' });
    expect(school.conversations.at(-1)?.members.size).toBe(3);
  });

  it('tells a refusal as such where the choice was made', async () => {
    enterSchool('teacher');
    server.use(
      http.post(`${base}/conversations`, () =>
        HttpResponse.json(
          { type: '', title: '', status: 403, code: 'forbidden', detail: 'Not your section.' },
          { status: 403 },
        ),
      ),
    );
    await show(nothing, 'section');
    const section = await screen.findByRole('combobox', { name: 'Section' });
    await within(section).findAllByRole('option', { name: /Grade/ });
    await userEvent.selectOptions(section, within(section).getAllByRole('option')[1]!);
    await userEvent.click(screen.getByRole('button', { name: 'Begin' }));
    await waitFor(() => expect(section).toHaveAccessibleDescription(/Not your section/));
  });
});
