import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation, Message } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import type { Role } from '~/api/types';

export function nameOf(person: { first_name: string; last_name: string }): string {
  return `${person.first_name} ${person.last_name}`;
}

/** What somebody is in the school. The contract of conversations says it as a mere text. */
export function useRoleText(): (person: { primary_role: string }) => string {
  const { t } = useTranslation('common');
  return useCallback(({ primary_role: role }) => t(`roles.${role as Role}`), [t]);
}

/** What a conversation is called: the other person, the group, the section. */
export function useTitle(): (conversation: Pick<Conversation, 'title' | 'other'>) => string {
  const { t } = useTranslation('chat');
  return useCallback(
    ({ title, other }) => title ?? (other === null ? t('untitled') : nameOf(other)),
    [t],
  );
}

/** A message in one line, without who wrote it. */
export function useLineOf(): (message: Message) => string {
  const { t } = useTranslation('chat');
  return useCallback(
    ({ body, deleted, files }) => {
      if (deleted) return t('deletedMessage');
      const line = body.replaceAll(/\s+/g, ' ').trim();
      return line === '' ? t('filesSent', { count: files.length }) : line;
    },
    [t],
  );
}

/** The last line of a conversation, with who wrote it where that is not plain. */
export function useLastLine(): (conversation: Conversation) => string {
  const { t } = useTranslation('chat');
  const me = useMe();
  const lineOf = useLineOf();
  return useCallback(
    ({ kind, last_message: last }) => {
      if (last === null) return t('noMessagesYet');
      const line = lineOf(last);
      if (last.sender_id === me.id) return t('lineOfMine', { line });
      const [first] = last.sender_name.split(' ');
      return kind === 'direct' ? line : t('lineOf', { name: first, line });
    },
    [t, me.id, lineOf],
  );
}
