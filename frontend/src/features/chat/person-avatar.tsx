import { clsx } from 'clsx';
import { GraduationCap, UsersRound } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Conversation, Presence } from '~/api/chat-types';
import { usePresence } from '~/api/presence';
import { useFormats } from '~/i18n/format';
import { Avatar } from '~/ui/avatar';

interface PersonAvatarProps {
  person: { id: string; first_name: string; last_name: string };
  className?: string;
}

/** Somebody's initials, and whether they are there. */
export function PersonAvatar({ person, className }: PersonAvatarProps) {
  const presence = usePresence(person.id);
  return (
    <span className="relative inline-flex shrink-0">
      <Avatar
        firstName={person.first_name}
        lastName={person.last_name}
        {...(className === undefined ? {} : { className })}
      />
      <PresenceDot presence={presence} />
    </span>
  );
}

function PresenceDot({ presence }: { presence: Presence | undefined }) {
  const { t } = useTranslation('chat');
  if (presence === undefined || presence.status === 'offline') return null;
  const { status } = presence;
  return (
    <span
      role="img"
      aria-label={t(`presence.${status}`)}
      title={t(`presence.${status}`)}
      className={clsx(
        'absolute -right-0.5 -bottom-0.5 size-3 rounded-full border-2 ring-2 ring-surface',
        status === 'online' ? 'border-good bg-good' : 'border-warn bg-surface',
      )}
    />
  );
}

/** Who is there, in words: "Online", "Last seen 5 minutes ago". */
export function usePresenceText(userId: string | undefined): string | null {
  const { t } = useTranslation('chat');
  const { ago } = useFormats();
  const presence = usePresence(userId);
  if (presence === undefined) return null;
  const { status, last_seen_at } = presence;
  if (status !== 'offline') return t(`presence.${status}`);
  return last_seen_at === null
    ? t('presence.offline')
    : t('presence.lastSeen', { ago: ago(last_seen_at) });
}

interface ConversationAvatarProps {
  conversation: Pick<Conversation, 'kind' | 'other'>;
  className?: string;
}

export function ConversationAvatar({ conversation, className }: ConversationAvatarProps) {
  const { kind, other } = conversation;
  if (other !== null)
    return <PersonAvatar person={other} {...(className === undefined ? {} : { className })} />;
  const Icon = kind === 'section' ? GraduationCap : UsersRound;
  return (
    <span
      aria-hidden
      className={clsx(
        'inline-flex size-8 shrink-0 items-center justify-center rounded-full bg-accent-soft text-accent-soft-ink [&_svg]:size-[55%]',
        className,
      )}
    >
      <Icon />
    </span>
  );
}
