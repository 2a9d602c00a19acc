import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { ThreadPane } from '~/features/chat/thread-pane';

export const Route = createFileRoute('/_app/messages/$conversationId')({
  validateSearch: z.object({
    at: z.catch(z.optional(z.number().check(z.int(), z.gte(1))), undefined),
  }),
  loader: async ({ context: { queries }, params: { conversationId } }) => {
    const [{ conversationQuery }, { threadQuery }] = await Promise.all([
      import('~/api/chat'),
      import('~/api/chat-thread-cache'),
    ]);
    void queries.prefetchQuery(conversationQuery(conversationId));
    void queries.prefetchQuery(threadQuery(conversationId));
  },
  component: Conversation,
});

function Conversation() {
  const { conversationId } = Route.useParams();
  const { at, ...search } = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <ThreadPane
      key={conversationId}
      id={conversationId}
      at={at}
      search={search}
      onLeft={() => void navigate({ to: '/messages', replace: true })}
    />
  );
}
