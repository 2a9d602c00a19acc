import { createFileRoute } from '@tanstack/react-router';

import { FoundMessages } from '~/features/chat/found-messages';

export const Route = createFileRoute('/_app/messages/search')({
  loaderDeps: ({ search: { q } }) => ({ q }),
  loader: async ({ context: { queries }, deps: { q } }) => {
    const { foundMessagesQuery } = await import('~/api/chat');
    if (q !== undefined) void queries.prefetchInfiniteQuery(foundMessagesQuery({ q }));
  },
  component: Found,
});

function Found() {
  const navigate = Route.useNavigate();
  return (
    <FoundMessages
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
