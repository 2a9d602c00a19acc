import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { allMembersQuery } from '~/api/chat';
import type { Conversation } from '~/api/chat-types';
import { useTyping } from '~/api/chat-typing';

/** Who is writing now. Its line is there always, so that nothing jumps. */
export function TypingLine({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation('chat');
  const { id, kind, other } = conversation;
  const writing = useTyping(id);
  const members =
    useQuery({ ...allMembersQuery(id), enabled: kind !== 'direct' && writing.length > 0 }).data
      ?.items ?? [];
  const people = other === null ? members : [other];
  const names = writing.flatMap(
    (userId) => people.find((person) => person.id === userId)?.first_name ?? [],
  );
  return (
    <p className="h-5 truncate px-4 text-xs leading-5 text-muted">
      {names.length === 0
        ? null
        : names.length > 2
          ? t('typing.several', { count: names.length })
          : t('typing.named', { names: names.join(', '), count: names.length })}
    </p>
  );
}
