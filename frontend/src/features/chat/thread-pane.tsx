import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CloudOff, MessagesSquare } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { conversationQuery, allMembersQuery } from '~/api/chat';
import { outboxOf, useOutgoing } from '~/api/chat-sending';
import { holds, type Thread } from '~/api/chat-thread';
import { threadQuery } from '~/api/chat-thread-cache';
import type { Conversation } from '~/api/chat-types';
import { useConnectionStatus } from '~/api/connection';
import { errorText } from '~/api/error-text';
import { hasStatus } from '~/api/problem';
import { useMe } from '~/api/session-hooks';
import { nameOf } from '~/features/chat/chat-names';
import type { ChatSearch } from '~/features/chat/chat-search';
import { Composer } from '~/features/chat/composer';
import { LiveLines } from '~/features/chat/live-lines';
import { ThreadHeader } from '~/features/chat/thread-header';
import { ThreadLog } from '~/features/chat/thread-log';
import { TypingLine } from '~/features/chat/typing-line';
import { useMessageActions } from '~/features/chat/use-message-actions';
import { usePages } from '~/features/chat/use-pages';
import { useRefusal } from '~/features/chat/use-refusal';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton } from '~/ui/link-button';
import { Skeleton } from '~/ui/skeleton';

const pollMilliseconds = 5000;

interface ThreadPaneProps {
  id: string;
  /** The number of the message to show. */
  at: number | undefined;
  search: ChatSearch;
  /** The person has left the conversation. */
  onLeft: () => void;
}

/** One conversation: its messages, and what one writes. */
export function ThreadPane({ id, at, search, onLeft }: ThreadPaneProps) {
  const { t } = useTranslation(['chat', 'common']);
  const status = useConnectionStatus();
  const away = status === 'reconnecting' || status === 'offline';
  const poll = away ? pollMilliseconds : (false as const);
  const conversation = useQuery({ ...conversationQuery(id), refetchInterval: poll });
  const thread = useQuery({ ...threadQuery(id), refetchInterval: poll });
  const error = conversation.error ?? thread.error;
  if (hasStatus(error, 403, 404)) return <Gone search={search} />;
  if (conversation.data !== undefined && thread.data !== undefined)
    return (
      <OpenThread
        conversation={conversation.data}
        thread={thread.data}
        at={at}
        away={away}
        search={search}
        onLeft={onLeft}
      />
    );
  if (error === null) return <Waiting />;
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <ErrorState
        title={t('common:partFailed')}
        detail={errorText(error)}
        onRetry={() => {
          void conversation.refetch();
          void thread.refetch();
        }}
      />
    </>
  );
}

interface OpenThreadProps {
  conversation: Conversation;
  thread: Thread;
  at: number | undefined;
  away: boolean;
  search: ChatSearch;
  onLeft: () => void;
}

function OpenThread({ conversation, thread, at, away, search, onLeft }: OpenThreadProps) {
  const { t } = useTranslation('chat');
  const { id } = conversation;
  const queries = useQueryClient();
  const me = useMe();
  const outbox = outboxOf(queries, me.id);
  const outgoing = useOutgoing(outbox, id);
  const pages = usePages(id);
  const people = usePeople(conversation);
  const field = useRef<HTMLTextAreaElement>(null);
  const { actions, dialogs, editLast } = useMessageActions(conversation, thread, field);
  const refusal = useRefusal(outgoing);
  const ready = usePlace(thread, at, pages);
  // What was unread when it was opened stays marked until it is opened again.
  const [firstUnread] = useState(() =>
    conversation.unread > 0 ? conversation.read_number + 1 : null,
  );
  return (
    <>
      <ThreadHeader conversation={conversation} search={search} onLeft={onLeft} />
      {away ? (
        <p
          role="status"
          className="flex items-center gap-2 border-b border-line bg-warn-soft px-4 py-1.5 text-[0.8125rem] text-warn"
        >
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {t('away')}
        </p>
      ) : null}
      {ready ? (
        <ThreadLog
          key={at}
          {...actions}
          conversation={conversation}
          thread={thread}
          outgoing={outgoing}
          outbox={outbox}
          people={people}
          at={at}
          firstUnread={firstUnread}
          pages={pages}
        />
      ) : (
        <MessageSkeletons />
      )}
      <LiveLines thread={thread} />
      <TypingLine conversation={conversation} />
      <Composer
        conversation={conversation}
        field={field}
        refusal={refusal}
        onSend={(written) => outbox.add({ ...written, conversationId: id })}
        onEditLast={editLast}
      />
      {dialogs}
    </>
  );
}

/** Whether the part is loaded in which the wanted message stands; if not, it is asked for. */
function usePlace(
  thread: Thread,
  at: number | undefined,
  { around, latest }: ReturnType<typeof usePages>,
): boolean {
  const there = at === undefined ? thread.following : holds(thread, at);
  const wanted = at ?? 'end';
  // Once shown, it stays so: whoever scrolls far away leaves that part behind.
  const [tried, setTried] = useState<number | 'end' | null>(there ? wanted : null);
  if (there && tried !== wanted) setTried(wanted);
  useEffect(() => {
    if (there || tried === wanted) return;
    void (wanted === 'end' ? latest() : around(wanted)).then(() => setTried(wanted));
  }, [there, tried, wanted, around, latest]);
  return there || tried === wanted;
}

/** The names of those who can be named in a message. */
function usePeople({ id, kind, other }: Conversation): ReadonlyMap<string, string> {
  const me = useMe();
  const members = useQuery({ ...allMembersQuery(id), enabled: kind !== 'direct' }).data?.items;
  return useMemo(() => {
    const people = members ?? (other === null ? [] : [other]);
    return new Map([me, ...people].map((person) => [person.id, nameOf(person)]));
  }, [members, other, me]);
}

/** The conversation is not there, or not for this person any more. */
function Gone({ search }: { search: ChatSearch }) {
  const { t } = useTranslation('chat');
  return (
    <div className="m-auto">
      <h1 className="sr-only">{t('title')}</h1>
      <Empty
        title={t('gone')}
        icon={<MessagesSquare aria-hidden />}
        action={
          <LinkButton to="/messages" search={{ q: search.q, unread: search.unread }} size="small">
            {t('back')}
          </LinkButton>
        }
      >
        {t('goneDetail')}
      </Empty>
    </div>
  );
}

function Waiting() {
  const { t } = useTranslation('chat');
  return (
    <>
      <h1 className="sr-only">{t('title')}</h1>
      <div className="flex h-15 items-center gap-3 border-b border-line px-4">
        <Skeleton className="size-9 rounded-full" />
        <Skeleton className="h-4 w-40" />
      </div>
      <MessageSkeletons />
    </>
  );
}

function MessageSkeletons() {
  return (
    <div aria-hidden className="flex flex-1 flex-col justify-end gap-3 p-4">
      {['w-2/5', 'w-1/3', 'w-1/2', 'w-1/4', 'w-2/5'].map((width, row) => (
        <Skeleton
          key={width + String(row)}
          className={`h-9 rounded-card ${width} ${row % 2 === 1 ? 'self-end' : ''}`}
        />
      ))}
    </div>
  );
}
