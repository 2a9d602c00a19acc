import { useQuery } from '@tanstack/react-query';
import { clsx } from 'clsx';
import { Check, CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { allMembersQuery } from '~/api/chat';
import type { Conversation, Message } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import { nameOf } from '~/features/chat/chat-names';
import { buttonStyle } from '~/ui/button-style';
import { Popover } from '~/ui/popover';

interface ReadMarksProps {
  conversation: Conversation;
  /** The last message of the person who looks. */
  message: Message;
}

const lineStyle = 'mt-0.5 flex items-center justify-end gap-1 px-4 text-xs text-muted';

/** Who has read one's last message. */
export function ReadMarks({ conversation, message }: ReadMarksProps) {
  const { t } = useTranslation('chat');
  const { other } = conversation;
  if (conversation.kind !== 'direct')
    return <Readers conversation={conversation} message={message} />;
  // An answer says enough.
  if (conversation.last_number > message.number) return null;
  const read = other !== null && other.read_number >= message.number;
  const Icon = read ? CheckCheck : Check;
  return (
    <p className={lineStyle}>
      <Icon aria-hidden className="size-3.5" />
      {t(read ? 'read' : 'sent')}
    </p>
  );
}

function Readers({ conversation, message }: ReadMarksProps) {
  const { t } = useTranslation('chat');
  const me = useMe();
  const members = useQuery(allMembersQuery(conversation.id)).data?.items ?? [];
  const readers = members.filter(
    (member) => member.id !== me.id && member.read_number >= message.number,
  );
  if (readers.length === 0)
    return (
      <p className={lineStyle}>
        <Check aria-hidden className="size-3.5" />
        {t('sent')}
      </p>
    );
  // Near the beginning there is no room above.
  const up = message.number > conversation.first_number + 3;
  const label = t('readBy', { count: readers.length });
  return (
    <div className={lineStyle}>
      <Popover
        label={label}
        className={clsx('max-h-60! text-left', up && 'top-auto! bottom-full!')}
        trigger={(attributes) => (
          <button
            type="button"
            className={`${buttonStyle({ look: 'quiet', size: 'inline' })} min-h-6 px-1! text-xs font-normal! text-muted`}
            {...attributes}
          >
            <CheckCheck aria-hidden />
            {label}
          </button>
        )}
      >
        <ul className="flex flex-col gap-1 text-sm text-ink">
          {readers.map((reader) => (
            <li key={reader.id}>{nameOf(reader)}</li>
          ))}
        </ul>
      </Popover>
    </div>
  );
}
