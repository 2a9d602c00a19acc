import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { presenceBoard } from '~/api/presence';
import { listenTo, openThread, threadLog as thread, written } from '~/testing/chat-live';
import { enterSchool } from '~/testing/render';

beforeEach(() => {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
});

describe('what the socket says', () => {
  it('is announced line by line: a burst of twenty loses none', async () => {
    const school = enterSchool('teacher');
    const { record, queries } = await openThread(school, 1);
    const { say, live } = listenTo(queries, school.users[6]!.id);
    const start = record.messages.length;
    const bodies = Array.from({ length: 20 }, (_, index) => `Burst ${index + 1}`);
    act(() => {
      for (const [index, body] of bodies.entries())
        live.receive({
          type: 'message.created',
          message: written(school, record.id, start + index + 1, body, 2),
        });
    });
    const region = screen.getByRole('log', { name: 'New messages' });
    expect(region).toHaveAttribute('aria-live', 'polite');
    await waitFor(() => expect(region.children).toHaveLength(20));
    expect([...region.children].map((line) => line.textContent)).toEqual(
      bodies.map((body) => expect.stringContaining(body) as string),
    );
    const first = region.firstElementChild;
    say({
      type: 'message.created',
      message: written(school, record.id, start + 21, 'One more', 2),
    });
    await waitFor(() => expect(region.children).toHaveLength(21));
    expect(region.firstElementChild).toBe(first);
    live.stop();
  });

  it('shows who writes, who has read and who is there', async () => {
    const school = enterSchool('teacher');
    const { record, queries, field: text } = await openThread(school, 0);
    const parent = school.users[8]!;
    const { say, live } = listenTo(queries, school.users[6]!.id);
    say({ type: 'typing', conversation_id: record.id, user_id: parent.id });
    expect(screen.getByText(`${parent.first_name} is writing…`)).toBeVisible();
    say({
      type: 'presence.changed',
      user_id: parent.id,
      status: 'online',
      last_seen_at: null,
    });
    expect(screen.getByText('Parent · Online')).toBeVisible();
    say({ type: 'presence.changed', user_id: parent.id, status: 'away', last_seen_at: null });
    expect(screen.getByText('Parent · Away')).toBeVisible();
    await userEvent.type(text, 'Yes, she may.{Enter}');
    expect(await screen.findByText('Sent')).toBeVisible();
    const number = record.messages.length;
    say({ type: 'message.read', conversation_id: record.id, user_id: parent.id, number });
    expect(await screen.findByText('Read')).toBeVisible();
    live.stop();
  });

  it('fetches what was missed, and one message that was changed', async () => {
    const school = enterSchool('teacher');
    const { record, queries } = await openThread(school, 1);
    const { say, live } = listenTo(queries, school.users[6]!.id);
    for (const body of ['Missed', 'Heard'])
      record.messages.push(written(school, record.id, record.messages.length + 1, body, 2));
    say({ type: 'message.created', message: record.messages.at(-1)! });
    expect(await within(thread()).findByText('Missed')).toBeVisible();
    const last = record.messages.at(-1)!;
    record.messages[last.number - 1] = { ...last, body: 'Changed', version: 2 };
    say({
      type: 'message.changed',
      conversation_id: record.id,
      number: last.number,
      version: 2,
    });
    expect(await within(thread()).findByText('Changed')).toBeVisible();
    live.stop();
  });

  it('is asked for anew where it stopped, and for those whom the page shows', async () => {
    const school = enterSchool('teacher');
    const { record, queries } = await openThread(school, 0);
    const { live, asked } = listenTo(queries, school.users[6]!.id);
    live.connection(true);
    await waitFor(() =>
      expect(asked).toContainEqual({
        type: 'resume',
        cursors: { [record.id]: record.messages.length },
      }),
    );
    await waitFor(() =>
      expect(asked).toContainEqual({
        type: 'presence.watch',
        user_ids: [school.users[8]!.id],
      }),
    );
    expect(presenceBoard.watched()).toEqual([school.users[8]!.id]);
    live.stop();
  });
});
