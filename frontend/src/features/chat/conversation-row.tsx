import { Link } from '@tanstack/react-router';
import { AtSign } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '~/api/chat-types';
import { useLastLine, useTitle } from '~/features/chat/chat-names';
import { type ChatSearch, listSearchOf } from '~/features/chat/chat-search';
import { ConversationAvatar } from '~/features/chat/person-avatar';
import { useFormats } from '~/i18n/format';
import { useNow } from '~/lib/use-now';

interface ConversationRowProps {
  conversation: Conversation;
  search: ChatSearch;
}

/** One conversation in the list: who, when, the last line, and what is unread. */
export function ConversationRow({ conversation, search }: ConversationRowProps) {
  const { id, unread, mentioned, active_at } = conversation;
  const { t } = useTranslation('chat');
  const { recent, moment, number } = useFormats();
  const now = useNow();
  const title = useTitle()(conversation);
  const line = useLastLine()(conversation);
  return (
    <li className="border-b border-line last:border-b-0">
      <Link
        to="/messages/$conversationId"
        params={{ conversationId: id }}
        search={listSearchOf(search)}
        preload={false}
        className="flex items-center gap-3 px-3 py-2.5 hover:bg-hover focus-visible:-outline-offset-2 aria-[current=page]:bg-hover aria-[current=page]:shadow-[inset_3px_0_0_var(--accent)]"
      >
        <ConversationAvatar conversation={conversation} className="size-10!" />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline justify-between gap-2">
            <span className={unread > 0 ? 'truncate font-semibold' : 'truncate font-medium'}>
              {title}
            </span>
            <time
              dateTime={active_at}
              title={moment(active_at)}
              className="numeric shrink-0 text-xs text-muted"
            >
              {recent(active_at, now)}
            </time>
          </span>
          <span className="flex items-center justify-between gap-2">
            <span
              className={
                unread > 0
                  ? 'truncate text-[0.8125rem] text-ink'
                  : 'truncate text-[0.8125rem] text-muted'
              }
            >
              {line}
            </span>
            {unread > 0 ? (
              <span className="flex shrink-0 items-center gap-1">
                {mentioned ? (
                  <AtSign role="img" aria-label={t('mentionsYou')} className="size-4 text-accent" />
                ) : null}
                <span
                  aria-hidden
                  className="numeric min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-accent-ink"
                >
                  {unread > 99 ? '99+' : number(unread)}
                </span>
                <span className="sr-only">
                  {t('unreadCount', { count: unread, shown: number(unread) })}
                </span>
              </span>
            ) : null}
          </span>
        </span>
      </Link>
    </li>
  );
}
