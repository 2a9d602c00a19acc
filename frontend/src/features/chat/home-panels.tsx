import { useQuery } from '@tanstack/react-query';
import { MessagesSquare, SquarePen } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '~/api/chat-types';
import { unreadQuery, unreadSummaryQuery } from '~/api/chat-unread';
import { contactsQuery } from '~/api/contacts';
import { errorText } from '~/api/error-text';
import { useCan } from '~/api/session-hooks';
import { nameOf, useLastLine, useTitle } from '~/features/chat/chat-names';
import { useFormats } from '~/i18n/format';
import { Badge } from '~/ui/badge';
import { Panel } from '~/ui/card';
import { Empty } from '~/ui/empty';
import { ErrorState } from '~/ui/error-state';
import { LinkButton, TextLink } from '~/ui/link-button';
import { SkeletonLines } from '~/ui/skeleton';

const mostTeachers = 8;

export const childsTeachersQuery = () => contactsQuery({ limit: 100 }, 'childs_teacher');

/** What is unread: how much, and the latest of it. */
export function UnreadMessagesPanel() {
  const { t } = useTranslation(['chat', 'common']);
  const { number } = useFormats();
  const converses = useCan('converse');
  const query = useQuery({ ...unreadQuery(), enabled: converses });
  const summary = useQuery({ ...unreadSummaryQuery(), enabled: converses });
  if (!converses) return null;
  const items = query.data?.items;
  const count = summary.data?.unread_messages ?? 0;
  return (
    <Panel
      flush
      title={t('home.unread')}
      note={count > 0 ? t('unreadCount', { count, shown: number(count) }) : undefined}
      actions={
        <LinkButton to="/messages" search={count > 0 ? { unread: true } : {}} size="small">
          {t('home.all')}
        </LinkButton>
      }
    >
      {items === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <div className="p-4">
            <SkeletonLines lines={3} />
          </div>
        )
      ) : items.length === 0 ? (
        <Empty title={t('allRead')} icon={<MessagesSquare aria-hidden />} />
      ) : (
        <ul className="divide-y divide-line">
          {items.map((conversation) => (
            <UnreadLine key={conversation.id} conversation={conversation} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function UnreadLine({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chat');
  const { ago, number } = useFormats();
  const line = useLastLine()(conversation);
  const title = useTitle()(conversation);
  const { id, unread, active_at } = conversation;
  return (
    <li className="flex items-start gap-3 px-4 py-2">
      <span className="min-w-0 flex-1">
        <TextLink
          to="/messages/$conversationId"
          params={{ conversationId: id }}
          preload={false}
          className="line-clamp-1 break-words"
        >
          {title}
        </TextLink>
        <span className="flex gap-1 text-[0.8125rem] text-muted">
          <span className="truncate">{line}</span>
          <span className="shrink-0">· {ago(active_at)}</span>
        </span>
      </span>
      <Badge tone="accent">
        {number(unread)}
        <span className="sr-only">{t('unreadWord')}</span>
      </Badge>
    </li>
  );
}

/** Whom a parent can write to about the children. */
export function WhomToWriteToPanel() {
  const { t } = useTranslation(['chat', 'common']);
  const converses = useCan('converse');
  const query = useQuery({ ...childsTeachersQuery(), enabled: converses });
  if (!converses || (query.isError && query.data === undefined)) return null;
  const teachers = query.data?.items.slice(0, mostTeachers);
  return (
    <Panel
      flush
      title={t('home.whom')}
      actions={
        <LinkButton
          to="/messages"
          search={{ compose: 'person', why: 'childs_teacher' }}
          size="small"
        >
          <SquarePen aria-hidden />
          {t('new')}
        </LinkButton>
      }
    >
      {teachers === undefined ? (
        <div className="p-4">
          <SkeletonLines lines={3} />
        </div>
      ) : teachers.length === 0 ? (
        <Empty title={t('home.noTeachers')}>{t('home.noTeachersDetail')}</Empty>
      ) : (
        <ul className="divide-y divide-line">
          {teachers.map((teacher) => (
            <li key={teacher.id} className="px-4 py-2">
              <TextLink
                to="/messages"
                search={{ compose: 'person', why: 'childs_teacher', with: teacher.id }}
                preload={false}
              >
                {nameOf(teacher)}
              </TextLink>
              <p className="text-[0.8125rem] text-muted">{t('why.childs_teacher')}</p>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
