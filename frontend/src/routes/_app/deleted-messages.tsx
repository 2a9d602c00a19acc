import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { requirePage } from '~/app/guards';
import { DeletedPage } from '~/features/chat/deleted-page';
import { deletedFilter } from '~/features/chat/deleted-search';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/deleted-messages')({
  validateSearch: z.object({
    sender: optionalWord(),
    limit: listSearch.limit,
    offset: listSearch.offset,
  }),
  beforeLoad: () => requirePage('deletedMessages'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    const [{ deletedMessagesQuery }] = await Promise.all([import('~/api/chat'), loadTexts('chat')]);
    void queries.prefetchQuery(deletedMessagesQuery(deletedFilter(deps)));
  },
  component: Deleted,
});

function Deleted() {
  const navigate = Route.useNavigate();
  return (
    <DeletedPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
