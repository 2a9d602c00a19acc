import { ArrowLeft } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { type ChatSearch, listSearchOf } from '~/features/chat/chat-search';
import { LinkButton } from '~/ui/link-button';

/** The way back to the list of conversations, where it does not stand beside. */
export function BackToList({ search }: { search: ChatSearch }) {
  const { t } = useTranslation('chat');
  return (
    <LinkButton
      to="/messages"
      search={listSearchOf(search)}
      look="quiet"
      size="icon"
      className="-ml-1.5 lg:hidden"
      aria-label={t('back')}
      title={t('back')}
    >
      <ArrowLeft aria-hidden />
    </LinkButton>
  );
}
