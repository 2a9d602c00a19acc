import type { QueryClient } from '@tanstack/react-query';
import { act, screen, within } from '@testing-library/react';

import { ChatLive } from '~/api/chat-live';
import type { ChatFrame, Message } from '~/api/chat-types';
import type { RealtimeClient } from '~/api/realtime';
import { ThreadPane } from '~/features/chat/thread-pane';

import { messageOf } from './chat.ts';
import { makeQueries, renderPage } from './render.tsx';
import type { School } from './school.ts';

export const threadLog = () => screen.getByRole('log', { name: 'Messages' });
export const articlesOf = () => within(threadLog()).getAllByRole('article');

/** One of the school's conversations, on screen with its messages. */
export async function openThread(school: School, place: number, at?: number) {
  const record = school.conversations[place]!;
  const page = <ThreadPane id={record.id} at={at} search={{}} onLeft={() => undefined} />;
  const rendered = await renderPage(page, makeQueries());
  const field = await screen.findByRole('textbox', { name: /^Write to/ });
  await screen.findByRole('log', { name: 'Messages' });
  return { ...rendered, record, field };
}

/** The tab's connection as `ChatLive` knows it, without a socket. */
export function listenTo(queries: QueryClient, meId: string) {
  const asked: object[] = [];
  const socket = {
    request: (question: object) => {
      asked.push(question);
      return Promise.resolve({});
    },
    notify: (notice: object) => asked.push(notice),
  } as unknown as RealtimeClient;
  const live = new ChatLive(queries, socket, meId);
  return { live, asked, say: (frame: ChatFrame) => act(() => live.receive(frame)) };
}

/** A message as the server would tell it. */
export const written = (
  school: School,
  id: string,
  number: number,
  body: string,
  by: number,
): Message => messageOf(id, number, school.users[by]!, body, Date.now());
