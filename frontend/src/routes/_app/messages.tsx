import { createFileRoute, Outlet, useChildMatches } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { contactReasons } from '~/api/chat-types';
import { requirePage } from '~/app/guards';
import { composeKinds, listFilter } from '~/features/chat/chat-search';
import { MessagesFrame } from '~/features/chat/messages-frame';
import { loadTexts } from '~/i18n/setup';
import { optionalFlag, optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/messages')({
  validateSearch: z.object({
    q: optionalWord(),
    unread: optionalFlag(),
    compose: z.catch(z.optional(z.enum(composeKinds)), undefined),
    why: z.catch(z.optional(z.enum(contactReasons)), undefined),
    with: optionalWord(),
  }),
  beforeLoad: () => requirePage('messages'),
  loaderDeps: ({ search: { q, unread } }) => ({ q, unread }),
  loader: async ({ context: { queries }, deps }) => {
    // No other page needs it, so it does not come with the first one.
    const [{ conversationsQuery }] = await Promise.all([
      import('~/api/chat'),
      loadTexts('chat', 'files'),
    ]);
    void queries.prefetchInfiniteQuery(conversationsQuery(listFilter(deps)));
  },
  component: Messages,
});

function Messages() {
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  const occupied = useChildMatches().some(({ routeId }) => routeId !== '/_app/messages/');
  return (
    <MessagesFrame
      search={search}
      onSearch={(next) => void navigate({ to: '.', search: next, replace: true })}
      occupied={occupied}
      onStarted={(conversationId) =>
        void navigate({ to: '/messages/$conversationId', params: { conversationId }, search: {} })
      }
    >
      <Outlet />
    </MessagesFrame>
  );
}
