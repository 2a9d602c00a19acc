import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, type RefObject, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deleteMessage, messageFileLink } from '~/api/chat';
import { changeConversation, withVersion } from '~/api/chat-list-cache';
import type { Thread } from '~/api/chat-thread';
import { refreshMessage } from '~/api/chat-thread-cache';
import type { Conversation, Message } from '~/api/chat-types';
import { errorText } from '~/api/error-text';
import { addressOf } from '~/api/files';
import { useMe } from '~/api/session-hooks';
import { editMilliseconds } from '~/features/chat/message-buttons';
import type { MessageActions } from '~/features/chat/message-item';
import { Alert } from '~/ui/alert';
import { ConfirmDialog } from '~/ui/confirm-dialog';
import { useFileViewer } from '~/ui/use-file-viewer';

interface Actions {
  actions: MessageActions;
  /** What the actions open; belongs anywhere on the page. */
  dialogs: ReactNode;
  /** Begins to edit what the person wrote last; says whether that is possible. */
  editLast: () => boolean;
}

/** Editing, deleting and opening what stands in a conversation. */
export function useMessageActions(
  { id }: Conversation,
  { messages }: Thread,
  /** Where the focus goes when what had it is gone. */
  field: RefObject<HTMLTextAreaElement | null>,
): Actions {
  const me = useMe();
  const [editing, setEditing] = useState<number | null>(null);
  const [deleting, setDeleting] = useState<Message | null>(null);
  const files = useFileViewer<Message['files'][number]>({
    address: (file, disposition) => addressOf(messageFileLink(id, file.id, disposition)),
    explain: errorText,
  });
  const editLast = useCallback(() => {
    const last = messages.findLast(({ sender_id, deleted }) => sender_id === me.id && !deleted);
    if (last === undefined || Date.now() - Date.parse(last.created_at) > editMilliseconds)
      return false;
    setEditing(last.number);
    return true;
  }, [messages, me.id]);
  return {
    actions: {
      editing,
      onEdit: (number) => {
        setEditing(number);
        if (number === null) field.current?.focus();
      },
      onDelete: setDeleting,
      onDownload: files.download,
      onPreview: files.preview,
    },
    dialogs: (
      <>
        {files.viewer}
        {deleting === null ? null : (
          <DeleteMessage
            message={deleting}
            onClose={() => setDeleting(null)}
            onDeleted={() => {
              setDeleting(null);
              setTimeout(() => field.current?.focus());
            }}
          />
        )}
      </>
    ),
    editLast,
  };
}

interface DeleteMessageProps {
  message: Message;
  onClose: () => void;
  onDeleted: () => void;
}

function DeleteMessage({ message, onClose, onDeleted }: DeleteMessageProps) {
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const { conversation_id: id, number } = message;
  const remove = async () => {
    setBusy(true);
    try {
      await deleteMessage(message);
      const after = await refreshMessage(queries, id, number).catch(() => undefined);
      if (after !== undefined)
        changeConversation(queries, id, (known) => withVersion(known, after));
      onDeleted();
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
      title={t('deleteTitle')}
      confirmLabel={t('common:delete')}
      danger
      busy={busy}
      onConfirm={() => void remove()}
    >
      {fault === null ? null : <Alert tone="bad">{fault}</Alert>}
      <p>{t('deleteDetail')}</p>
      {message.body === '' ? null : (
        <p className="line-clamp-3 rounded-control bg-hover px-3 py-2 break-words text-ink">
          {message.body}
        </p>
      )}
    </ConfirmDialog>
  );
}
