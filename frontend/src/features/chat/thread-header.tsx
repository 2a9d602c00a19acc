import { Info } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Conversation } from '~/api/chat-types';
import { BackToList } from '~/features/chat/back-to-list';
import { useRoleText, useTitle } from '~/features/chat/chat-names';
import type { ChatSearch } from '~/features/chat/chat-search';
import { ConversationAvatar, usePresenceText } from '~/features/chat/person-avatar';
import { IconButton } from '~/ui/button';

const Details = lazy(async () => ({
  default: (await import('~/features/chat/details-dialog')).DetailsDialog,
}));

interface ThreadHeaderProps {
  conversation: Conversation;
  search: ChatSearch;
  onLeft: () => void;
}

/** With whom one is writing, whether they are there, and the way back on a phone. */
export function ThreadHeader({ conversation, search, onLeft }: ThreadHeaderProps) {
  const { t } = useTranslation('chat');
  const roleText = useRoleText();
  const [open, setOpen] = useState(false);
  const { kind, other, member_count: count } = conversation;
  const presence = usePresenceText(other?.id);
  const note =
    kind === 'direct'
      ? [other === null ? null : roleText(other), presence]
      : [t(`kinds.${kind}`), t('members', { count })];
  return (
    <header className="flex min-h-15 items-center gap-3 border-b border-line px-3 py-2 sm:px-4">
      <BackToList search={search} />
      <ConversationAvatar conversation={conversation} className="size-9!" />
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-[0.9375rem] leading-5 font-semibold">
          {useTitle()(conversation)}
        </h1>
        <p className="truncate text-xs text-muted">
          {note.filter((part) => part !== null).join(' · ')}
        </p>
      </div>
      <IconButton label={t('details.open')} aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Info aria-hidden />
      </IconButton>
      {open ? (
        <Suspense fallback={null}>
          <Details conversation={conversation} onClose={() => setOpen(false)} onLeft={onLeft} />
        </Suspense>
      ) : null}
    </header>
  );
}
