import { ArrowDown } from 'lucide-react';
import { Fragment, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Outbox, OutgoingMessage } from '~/api/chat-outbox';
import type { Thread } from '~/api/chat-thread';
import type { Conversation } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import { type MessageActions, MessageItem } from '~/features/chat/message-item';
import { OutgoingItem } from '~/features/chat/outgoing-item';
import { ReadMarks } from '~/features/chat/read-marks';
import { type ThreadLine, threadLines } from '~/features/chat/thread-lines';
import type { usePages } from '~/features/chat/use-pages';
import { useReadAlong } from '~/features/chat/use-read-along';
import { useThreadScroll } from '~/features/chat/use-thread-scroll';
import { schoolTimeZone, todayAtSchool, useFormats } from '~/i18n/format';
import { dayAt, daysApart } from '~/lib/zoned';
import { Button } from '~/ui/button';

interface ThreadLogProps extends MessageActions {
  conversation: Conversation;
  thread: Thread;
  outgoing: readonly OutgoingMessage[];
  outbox: Outbox;
  people: ReadonlyMap<string, string>;
  /** The number of the message that the address leads to. */
  at: number | undefined;
  firstUnread: number | null;
  pages: ReturnType<typeof usePages>;
}

const dayOf = (moment: string) => dayAt(moment, schoolTimeZone());

/** The messages of a conversation, by day and person, with the way to older ones. */
export function ThreadLog(props: ThreadLogProps) {
  const { conversation, thread, outgoing, at, firstUnread, pages } = props;
  const { t } = useTranslation('chat');
  const { id: meId } = useMe();
  const { messages, older, newest, following } = thread;
  const lines = useMemo(
    () => threadLines({ messages, outgoing, meId, firstUnread, dayOf }),
    [messages, outgoing, meId, firstUnread],
  );
  const { box, atEnd, toEnd, onScroll } = useThreadScroll({
    content: lines,
    following,
    begin: at === undefined ? '[data-divider]' : `[data-number="${at}"]`,
    above: at === undefined ? 0.05 : 0.3,
    onNearStart: () => {
      if (older !== null) pages.older();
    },
    onNearEnd: () => {
      if (!following) pages.newer();
    },
  });
  const atNewest = atEnd && following;
  useReadAlong(conversation, newest, atNewest);
  const toLatest = () => {
    if (following) toEnd();
    else void pages.latest().then(toEnd);
  };
  useAfterSending(outgoing, toLatest);
  const lastOwn = messages.findLast((message) => message.sender_id === meId);
  return (
    <div className="relative flex min-h-0 flex-1 flex-col">
      <div
        ref={box}
        role="log"
        aria-live="off"
        aria-label={t('messages')}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls by keyboard
        tabIndex={0}
        className="relative min-h-0 flex-1 overflow-y-auto overscroll-contain py-3 contain-content [overflow-anchor:none] focus-visible:-outline-offset-2"
        onScroll={onScroll}
      >
        <Beginning older={older} busy={pages.busy} onOlder={pages.older} />
        {lines.map((line) => (
          <Fragment key={line.key}>
            <Line line={line} {...props} />
            {line.kind === 'message' && line.message === lastOwn ? (
              <ReadMarks conversation={conversation} message={lastOwn} />
            ) : null}
          </Fragment>
        ))}
      </div>
      {atNewest ? null : (
        <ToLatest
          newest={newest}
          onPress={() => {
            toLatest();
            // The button goes away with what it does.
            box.current?.focus();
          }}
        />
      )}
    </div>
  );
}

/** Whoever sends something wants to see it stand at the end. */
function useAfterSending(outgoing: readonly OutgoingMessage[], act: () => void): void {
  const last = outgoing.at(-1)?.writtenAt;
  const known = useRef(last);
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => {
    if (last !== undefined && last > (known.current ?? '')) latest.current();
    known.current = last ?? known.current;
  }, [last]);
}

interface BeginningProps {
  older: number | null;
  busy: boolean;
  onOlder: () => void;
}

function Beginning({ older, busy, onOlder }: BeginningProps) {
  const { t } = useTranslation('chat');
  return (
    <div className="flex min-h-8 items-center justify-center px-4">
      {older === null ? (
        <p className="text-xs text-muted">{t('beginning')}</p>
      ) : (
        <Button size="small" look="quiet" busy={busy} onClick={onOlder}>
          {t('older')}
        </Button>
      )}
    </div>
  );
}

function Line({ line, ...props }: ThreadLogProps & { line: ThreadLine }) {
  const { t } = useTranslation('chat');
  if (line.kind === 'day') return <Rule label={<DayName day={line.day} />} />;
  if (line.kind === 'new')
    return (
      <div
        data-divider
        className="mt-3 flex items-center gap-2 px-4 text-xs font-semibold text-bad"
      >
        <span aria-hidden className="h-px flex-1 bg-bad" />
        {t('newDivider')}
      </div>
    );
  if (line.kind === 'outgoing')
    return <OutgoingItem item={line.item} begins={line.begins} outbox={props.outbox} />;
  return (
    <MessageItem
      {...props}
      message={line.message}
      begins={line.begins}
      named={props.conversation.kind !== 'direct'}
      manageable={props.conversation.manageable}
      sought={props.at === line.message.number}
    />
  );
}

function Rule({ label }: { label: ReactNode }) {
  return (
    <div className="mt-4 flex items-center gap-3 px-4 text-xs text-muted first:mt-0">
      <span aria-hidden className="h-px flex-1 bg-line" />
      {label}
      <span aria-hidden className="h-px flex-1 bg-line" />
    </div>
  );
}

function DayName({ day }: { day: string }) {
  const { t } = useTranslation('chat');
  const { weekday } = useFormats();
  const ago = daysApart(day, todayAtSchool());
  return <>{ago === 0 ? t('today') : ago === 1 ? t('yesterday') : weekday(day)}</>;
}

interface ToLatestProps {
  newest: number;
  onPress: () => void;
}

/** Leads back to the end, and counts what has come since one scrolled away from it. */
function ToLatest({ newest, onPress }: ToLatestProps) {
  const { t } = useTranslation('chat');
  const [left] = useState(newest);
  const count = newest - left;
  return (
    <Button
      size="small"
      className="absolute! right-4 bottom-2 rounded-full! shadow-raised"
      onClick={onPress}
    >
      <ArrowDown aria-hidden />
      {count > 0 ? t('toLatestNew', { count }) : t('toLatest')}
    </Button>
  );
}
