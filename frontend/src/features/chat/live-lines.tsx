import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Thread } from '~/api/chat-thread';
import { useMe } from '~/api/session-hooks';
import { useLineOf } from '~/features/chat/chat-names';

const most = 60;

/**
 * Tells those who do not see the page what arrives while the conversation is open. Each message is
 * a line of its own that is added to the others: a text that is overwritten would lose a burst.
 */
export function LiveLines({ thread }: { thread: Thread }) {
  const { t } = useTranslation('chat');
  const me = useMe();
  const lineOf = useLineOf();
  const [known] = useState(thread.newest);
  const news = thread.messages.filter(
    ({ number, sender_id }) => number > known && sender_id !== me.id,
  );
  return (
    <div
      role="log"
      aria-live="polite"
      aria-relevant="additions"
      aria-label={t('newMessages')}
      className="sr-only"
    >
      {news.slice(-most).map((message) => (
        <p key={message.id}>{t('lineOf', { name: message.sender_name, line: lineOf(message) })}</p>
      ))}
    </div>
  );
}
