import { useQuery, useQueryClient } from '@tanstack/react-query';
import { LogOut, Pencil, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { conversationQuery, membersQuery, removeMember } from '~/api/chat';
import { refreshConversation } from '~/api/chat-list-cache';
import type { Conversation, Member } from '~/api/chat-types';
import { errorText } from '~/api/error-text';
import { useMe } from '~/api/session-hooks';
import { nameOf, useRoleText, useTitle } from '~/features/chat/chat-names';
import { AddPeople, RenameGroup } from '~/features/chat/group-forms';
import { PersonAvatar, usePresenceText } from '~/features/chat/person-avatar';
import { Alert } from '~/ui/alert';
import { Badge } from '~/ui/badge';
import { Button, IconButton } from '~/ui/button';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { Dialog, DialogBody } from '~/ui/dialog';
import { ErrorState } from '~/ui/error-state';
import { SearchField } from '~/ui/search-field';
import { SkeletonLines } from '~/ui/skeleton';

interface DetailsDialogProps {
  conversation: Conversation;
  onClose: () => void;
  onLeft: () => void;
}

type Part = 'rename' | 'add' | null;

/** Who is in a conversation, and what may be changed about it. */
export function DetailsDialog({ conversation: given, onClose, onLeft }: DetailsDialogProps) {
  const { t } = useTranslation('chat');
  const me = useMe();
  // A rename elsewhere must not leave an old version here.
  const conversation = useQuery(conversationQuery(given.id)).data ?? given;
  const { kind, manageable, member_count: count } = conversation;
  const [part, setPart] = useState<Part>(null);
  const [going, setGoing] = useState<Member | 'me' | null>(null);
  const changeable = kind === 'group' && manageable;
  return (
    <>
      <Dialog
        open
        place="right"
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
        title={useTitle()(conversation)}
        description={kind === 'direct' ? t('kinds.direct') : t('members', { count })}
      >
        <DialogBody className="flex flex-col gap-4">
          {kind === 'section' ? <Alert tone="info">{t('details.follows')}</Alert> : null}
          {kind === 'group' ? (
            <div className="flex flex-wrap gap-2">
              {changeable ? (
                <>
                  <Button
                    size="small"
                    aria-expanded={part === 'rename'}
                    onClick={() => setPart(part === 'rename' ? null : 'rename')}
                  >
                    <Pencil aria-hidden />
                    {t('details.rename')}
                  </Button>
                  <Button
                    size="small"
                    aria-expanded={part === 'add'}
                    onClick={() => setPart(part === 'add' ? null : 'add')}
                  >
                    <UserPlus aria-hidden />
                    {t('details.add')}
                  </Button>
                </>
              ) : null}
              <Button size="small" onClick={() => setGoing('me')}>
                <LogOut aria-hidden />
                {t('details.leave')}
              </Button>
            </div>
          ) : null}
          {part === 'rename' ? (
            <RenameGroup conversation={conversation} onDone={() => setPart(null)} />
          ) : null}
          {part === 'add' ? (
            <AddPeople conversation={conversation} onDone={() => setPart(null)} />
          ) : null}
          <Members conversation={conversation} onRemove={changeable ? setGoing : undefined} />
        </DialogBody>
      </Dialog>
      {going === null ? null : (
        <RemoveMember
          conversation={conversation}
          member={going === 'me' ? null : going}
          userId={going === 'me' ? me.id : going.id}
          onClose={() => setGoing(null)}
          onLeft={onLeft}
        />
      )}
    </>
  );
}

const searchable = 12;

interface MembersProps {
  conversation: Conversation;
  onRemove: ((member: Member) => void) | undefined;
}

function Members({ conversation, onRemove }: MembersProps) {
  const { t } = useTranslation(['chat', 'common']);
  const [q, setQ] = useState('');
  const query = useQuery(membersQuery(conversation.id, { ...(q === '' ? {} : { q }), limit: 100 }));
  const members = query.data?.items;
  return (
    <section aria-label={t('details.members')} className="flex flex-col gap-2">
      {conversation.member_count > searchable ? (
        <SearchField label={t('details.find')} value={q} onChange={setQ} />
      ) : null}
      {members === undefined ? (
        query.isError ? (
          <ErrorState
            title={t('common:partFailed')}
            detail={errorText(query.error)}
            onRetry={() => void query.refetch()}
          />
        ) : (
          <SkeletonLines lines={4} />
        )
      ) : (
        <ul className="divide-y divide-line">
          {members.map((member) => (
            <MemberRow key={member.id} member={member} onRemove={onRemove} />
          ))}
        </ul>
      )}
      {members !== undefined && query.data !== undefined && members.length < query.data.total ? (
        <p className="text-[0.8125rem] text-muted">
          {t('details.more', { count: query.data.total - members.length })}
        </p>
      ) : null}
    </section>
  );
}

function MemberRow({ member, onRemove }: { member: Member } & Pick<MembersProps, 'onRemove'>) {
  const roleText = useRoleText();
  const { t } = useTranslation(['chat', 'common']);
  const me = useMe();
  const presence = usePresenceText(member.id);
  const mine = member.id === me.id;
  return (
    <li className="flex items-center gap-3 py-2">
      <PersonAvatar person={member} />
      <span className="min-w-0 flex-1">
        <span className="flex items-center gap-1.5">
          <span className="truncate font-medium">{nameOf(member)}</span>
          {mine ? <Badge>{t('you')}</Badge> : null}
        </span>
        <span className="block truncate text-[0.8125rem] text-muted">
          {[roleText(member), mine ? null : presence].filter((part) => part !== null).join(' · ')}
        </span>
      </span>
      {onRemove === undefined || mine ? null : (
        <IconButton
          size="iconSmall"
          label={t('details.remove', { name: nameOf(member) })}
          onClick={() => onRemove(member)}
        >
          <UserMinus aria-hidden />
        </IconButton>
      )}
    </li>
  );
}

interface RemoveMemberProps {
  conversation: Conversation;
  /** Null for the person who leaves. */
  member: Member | null;
  userId: string;
  onClose: () => void;
  onLeft: () => void;
}

/** Asks before somebody is taken out, or leaves. */
function RemoveMember({ conversation, member, userId, onClose, onLeft }: RemoveMemberProps) {
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const remove = async () => {
    setBusy(true);
    try {
      await removeMember(conversation.id, userId);
      if (member === null) onLeft();
      else onClose();
      await refreshConversation(queries, conversation.id);
    } catch (error) {
      setFault(errorText(error));
      setBusy(false);
    }
  };
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        member === null
          ? t('details.leaveTitle')
          : t('details.removeTitle', { name: nameOf(member) })
      }
      confirmLabel={t(member === null ? 'details.leave' : 'common:remove')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
    >
      {fault === null ? null : <Alert tone="bad">{fault}</Alert>}
      <p>{t(member === null ? 'details.leaveDetail' : 'details.removeDetail')}</p>
    </ConfirmDialog>
  );
}
