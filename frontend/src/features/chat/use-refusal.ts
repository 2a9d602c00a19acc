import { useTranslation } from 'react-i18next';

import type { OutgoingMessage } from '~/api/chat-outbox';
import { useCan } from '~/api/session-hooks';

/** Why the person may not write here, or null. */
export function useRefusal(outgoing: readonly OutgoingMessage[]): string | null {
  const { t } = useTranslation('chat');
  const allowed = useCan('converse');
  if (!allowed) return t('mayNotWrite');
  const refused = outgoing.find(({ state, status }) => state === 'failed' && status === 403);
  return refused === undefined ? null : (refused.reason ?? t('mayNotWrite'));
}
