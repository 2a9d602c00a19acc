import { createFileRoute } from '@tanstack/react-router';

import { foundMessagesQuery } from '~/api/chat';
import { FoundMessages } from '~/features/chat/found-messages';

export const Route = createFileRoute('/_app/messages/search')({
  loaderDeps: ({ search: { q } }) => ({ q }),
  loader: ({ context: { queries }, deps: { q } }) => {
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
