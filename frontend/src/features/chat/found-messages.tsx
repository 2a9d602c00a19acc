import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { foundMessagesQuery } from '~/api/chat';
import type { FoundMessage } from '~/api/chat-types';
import { errorText } from '~/api/error-text';
import { BackToList } from '~/features/chat/back-to-list';
import { type ChatSearch, listSearchOf } from '~/features/chat/chat-search';
import { excerpt } from '~/features/chat/excerpt';
import { useFormats } from '~/i18n/format';
import { orNothing } from '~/lib/list-search';
import { Button } from '~/ui/button';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { SearchField } from '~/ui/search-field';
import { SkeletonLines } from '~/ui/skeleton';

interface FoundMessagesProps {
  search: ChatSearch;
  onSearch: (search: ChatSearch) => void;
}

/** Searches in everything that was written in one's conversations. */
export function FoundMessages({ search, onSearch }: FoundMessagesProps) {
  const { t } = useTranslation('chat');
  return (
    <>
      <header className="flex flex-col gap-2 border-b border-line p-3 sm:px-4">
        <div className="flex items-center gap-2">
          <BackToList search={search} />
          <h1 className="text-[0.9375rem] leading-8 font-semibold">{t('found.title')}</h1>
        </div>
        <SearchField
          label={t('found.field')}
          // Where the list stands beside it, its field is the same.
          className="lg:hidden"
          value={search.q ?? ''}
          onChange={(q) => onSearch({ ...listSearchOf(search), q: orNothing(q) })}
        />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        {search.q === undefined ? (
          <Empty title={t('found.begin')} icon={<Search aria-hidden />}>
            {t('found.beginDetail')}
          </Empty>
        ) : (
          <Results words={search.q} search={search} />
        )}
      </div>
    </>
  );
}

function Results({ words, search }: { words: string; search: ChatSearch }) {
  const { t } = useTranslation(['chat', 'common']);
  const query = useInfiniteQuery(foundMessagesQuery({ q: words }));
  const found = query.data?.pages.flatMap((page) => page.items);
  if (found === undefined)
    return query.isError ? (
      <ErrorState
        title={t('common:listFailed')}
        detail={errorText(query.error)}
        onRetry={() => void query.refetch()}
      />
    ) : (
      <div className="p-4">
        <SkeletonLines lines={8} />
      </div>
    );
  if (found.length === 0) return <Empty title={t('common:noMatchTitle')}>{t('found.none')}</Empty>;
  return (
    <>
      <ul aria-label={t('found.title')} className="divide-y divide-line">
        {found.map((message) => (
          <Result key={message.id} message={message} words={words} search={search} />
        ))}
      </ul>
      {query.hasNextPage ? (
        <div className="p-3 text-center">
          <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t('common:more')}
          </Button>
        </div>
      ) : null}
    </>
  );
}

interface ResultProps {
  message: FoundMessage;
  words: string;
  search: ChatSearch;
}

/** A message that was found: where, by whom, when, and the words around what was sought. */
function Result({ message, words, search }: ResultProps) {
  const { t } = useTranslation('chat');
  const { moment } = useFormats();
  const { conversation_id, conversation_title, number, sender_name, created_at, body } = message;
  return (
    <li>
      <Link
        to="/messages/$conversationId"
        params={{ conversationId: conversation_id }}
        search={{ ...listSearchOf(search), at: number }}
        preload={false}
        className="block px-4 py-2.5 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">{conversation_title ?? t('untitled')}</span>
          <time dateTime={created_at} className="numeric text-xs text-muted">
            {moment(created_at)}
          </time>
        </span>
        <span className="block text-[0.8125rem] break-words">
          <span className="text-muted">{sender_name}: </span>
          {excerpt(body, words).map((part) =>
            part.hit ? (
              <mark key={part.place} className="rounded-sm bg-warn-soft font-medium text-warn">
                {part.text}
              </mark>
            ) : (
              part.text
            ),
          )}
        </span>
      </Link>
    </li>
  );
}
