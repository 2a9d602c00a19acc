import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { editMessage } from '~/api/chat';
import { changeConversation, withVersion } from '~/api/chat-list-cache';
import { receiveMessages, refreshMessage } from '~/api/chat-thread-cache';
import type { Message } from '~/api/chat-types';
import { faultText } from '~/api/error-text';
import { hasStatus } from '~/api/problem';
import { mostLetters } from '~/features/chat/message-length';
import { Alert } from '~/ui/alert';
import { Button } from '~/ui/button';
import { Textarea } from '~/ui/input';

interface EditMessageProps {
  message: Message;
  onClose: () => void;
}

/** Changes what one wrote. What was typed stays when the server refuses it. */
export function EditMessage({ message, onClose }: EditMessageProps) {
  const { t } = useTranslation(['chat', 'common']);
  const queries = useQueryClient();
  const [body, setBody] = useState(message.body);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const { conversation_id: id, number } = message;
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(message.body.length, message.body.length);
    // oxlint-disable-next-line react/exhaustive-deps -- the cursor is put at the end once
  }, []);
  const save = async () => {
    const text = body.trim();
    if (text === message.body || (text === '' && message.files.length === 0)) {
      onClose();
      return;
    }
    setBusy(true);
    try {
      const edited = await editMessage(message, text);
      await receiveMessages(queries, id, [edited]);
      changeConversation(queries, id, (known) => withVersion(known, edited));
      onClose();
    } catch (error) {
      setFault(faultText(error));
      setBusy(false);
      if (hasStatus(error, 404, 409, 412))
        await refreshMessage(queries, id, number).catch(() => undefined);
    }
  };
  return (
    <form
      className="flex w-full flex-col gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {fault === null ? null : <Alert tone="bad">{fault}</Alert>}
      <Textarea
        ref={field}
        aria-label={t('editLabel')}
        rows={2}
        maxLength={mostLetters}
        value={body}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          } else if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            void save();
          }
        }}
      />
      <div className="flex justify-end gap-2">
        <Button size="small" onClick={onClose}>
          {t('common:cancel')}
        </Button>
        <Button size="small" look="primary" type="submit" busy={busy}>
          {t('common:saveChanges')}
        </Button>
      </div>
    </form>
  );
}
