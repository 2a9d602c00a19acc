import { clsx } from 'clsx';
import { lazy, type ReactNode, Suspense } from 'react';

import { type ChatSearch, listSearchOf } from '~/features/chat/chat-search';
import { ConversationList } from '~/features/chat/conversation-list';

const NewConversation = lazy(async () => ({
  default: (await import('~/features/chat/new-conversation-dialog')).NewConversationDialog,
}));

interface MessagesFrameProps {
  search: ChatSearch;
  onSearch: (search: ChatSearch) => void;
  /** Something stands beside the list; on a phone it stands in its place. */
  occupied: boolean;
  onStarted: (conversationId: string) => void;
  children: ReactNode;
}

/** Conversations on one side, what was chosen on the other; on a phone one at a time. */
export function MessagesFrame({
  search,
  onSearch,
  occupied,
  onStarted,
  children,
}: MessagesFrameProps) {
  return (
    <div className="-mx-3 -my-4 grid h-[calc(100dvh-3.25rem)] min-h-96 grid-cols-1 overflow-hidden bg-surface sm:-mx-5 sm:-my-5 lg:m-0 lg:h-[calc(100dvh-5.75rem)] lg:grid-cols-[20rem_minmax(0,1fr)] lg:rounded-card lg:border lg:border-line lg:shadow-card xl:grid-cols-[23rem_minmax(0,1fr)]">
      <div
        className={clsx(
          'min-h-0 min-w-0 flex-col border-line lg:flex lg:border-r',
          occupied ? 'hidden' : 'flex',
        )}
      >
        <ConversationList search={search} onSearch={onSearch} beside={occupied} />
      </div>
      <div className={clsx('min-h-0 min-w-0 flex-col lg:flex', occupied ? 'flex' : 'hidden')}>
        {children}
      </div>
      {search.compose === undefined ? null : (
        <Suspense fallback={null}>
          <NewConversation
            kind={search.compose}
            why={search.why}
            personId={search.with}
            onClose={() => onSearch(listSearchOf(search))}
            onStarted={onStarted}
          />
        </Suspense>
      )}
    </div>
  );
}
