import { useInfiniteQuery } from '@tanstack/react-query';
import { MessagesSquare, SquarePen } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { conversationsQuery } from '~/api/chat';
import { errorText } from '~/api/error-text';
import { type ChatSearch, listFilter, listSearchOf } from '~/features/chat/chat-search';
import { ConversationRow } from '~/features/chat/conversation-row';
import { orNothing } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SearchField } from '~/ui/search-field';
import { Skeleton } from '~/ui/skeleton';

interface ConversationListProps {
  search: ChatSearch;
  onSearch: (search: ChatSearch) => void;
  /** The page is about what stands beside the list. */
  beside: boolean;
}

/** The person's conversations, the latest first. */
export function ConversationList({ search, onSearch, beside }: ConversationListProps) {
  const { t } = useTranslation('chat');
  const Heading = beside ? 'h2' : 'h1';
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the keys are for the links inside
    <section
      aria-label={t('conversations')}
      className="flex min-h-0 flex-1 flex-col"
      onKeyDown={moveThroughLinks}
    >
      <header className="flex flex-col gap-2 border-b border-line p-3">
        <div className="flex items-center justify-between gap-2">
          <Heading className="text-lg leading-8 font-semibold tracking-tight">{t('title')}</Heading>
          <LinkButton
            to="/messages"
            search={{ ...listSearchOf(search), compose: 'person' }}
            look="primary"
            size="small"
          >
            <SquarePen aria-hidden />
            {t('new')}
          </LinkButton>
        </div>
        <SearchField
          label={t('find')}
          value={search.q ?? ''}
          onChange={(q) => onSearch({ ...listSearchOf(search), q: orNothing(q) })}
        />
        <div role="group" aria-label={t('filter')} className="flex gap-1.5">
          {([undefined, true] as const).map((unread) => (
            <Button
              key={String(unread)}
              size="small"
              look="quiet"
              aria-pressed={search.unread === unread}
              className="aria-pressed:bg-accent-soft aria-pressed:text-accent-soft-ink"
              onClick={() => onSearch({ ...listSearchOf(search), unread })}
            >
              {t(unread === true ? 'unreadOnly' : 'all')}
            </Button>
          ))}
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {search.q === undefined ? null : (
          <p className="border-b border-line px-4 py-2 text-[0.8125rem]">
            <TextLink to="/messages/search" search={listSearchOf(search)}>
              {t('findInMessages', { text: search.q })}
            </TextLink>
          </p>
        )}
        <Rows search={search} />
      </div>
    </section>
  );
}

function Rows({ search }: { search: ChatSearch }) {
  const { t } = useTranslation(['chat', 'common']);
  const query = useInfiniteQuery(conversationsQuery(listFilter(search)));
  const conversations = query.data?.pages.flatMap((page) => page.items);
  if (conversations === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <RowSkeletons />
    );
  if (conversations.length === 0) return <NoConversations search={search} />;
  return (
    <>
      <ul aria-label={t('conversations')} aria-busy={query.isPlaceholderData || undefined}>
        {conversations.map((conversation) => (
          <ConversationRow key={conversation.id} conversation={conversation} search={search} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="p-3 text-center">
          <Button
            size="small"
            busy={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {t('common:more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

function NoConversations({ search }: { search: ChatSearch }) {
  const { t } = useTranslation(['chat', 'common']);
  if (search.q !== undefined)
    return <Empty title={t('common:noMatchTitle')}>{t('noneFound')}</Empty>;
  if (search.unread === true)
    return (
      <Empty title={t('allRead')} icon={<MessagesSquare aria-hidden />}>
        {t('allReadDetail')}
      </Empty>
    );
  return (
    <Empty
      title={t('none')}
      icon={<MessagesSquare aria-hidden />}
      action={
        <LinkButton to="/messages" search={{ compose: 'person' }} size="small">
          {t('new')}
        </LinkButton>
      }
    >
      {t('noneDetail')}
    </Empty>
  );
}

function RowSkeletons() {
  return (
    <div aria-hidden>
      {Array.from({ length: 7 }, (_, row) => (
        <div key={row} className="flex gap-3 px-4 py-3">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex flex-1 flex-col justify-center gap-2">
            <Skeleton className="h-3.5 w-1/2" />
            <Skeleton className="h-3 w-5/6" />
          </div>
        </div>
      ))}
    </div>
  );
}

/** Arrow keys lead from the search field into the list and through it. */
function moveThroughLinks(event: KeyboardEvent<HTMLElement>): void {
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('li a')];
  const at = links.findIndex((link) => link === event.target);
  const searching = event.target instanceof HTMLInputElement;
  if (at < 0 && !(searching && event.key === 'ArrowDown')) return;
  const wanted = {
    ArrowDown: Math.min(at + 1, links.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: links.length - 1,
  }[event.key];
  if (wanted === undefined) return;
  event.preventDefault();
  links[wanted]?.focus();
}
