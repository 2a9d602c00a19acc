import { type RefObject, useRef, useState } from 'react';

import { messageFilesPath } from '~/api/chat';
import { keepMessageDraft, type MessageDraft, messageDraft } from '~/api/chat-drafts';
import type { OutgoingMessage } from '~/api/chat-outbox';
import { tellTyping } from '~/api/chat-sending';
import type { Conversation } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import type { StoredFile } from '~/api/types';
import { upload } from '~/api/upload';
import { useUploads } from '~/api/use-uploads';
import { letters, mostLetters } from '~/features/chat/message-length';
import { useMentions } from '~/features/chat/use-mentions';

const typingMilliseconds = 3000;

interface ComposerRules {
  field: RefObject<HTMLTextAreaElement | null>;
  onSend: (written: Pick<OutgoingMessage, 'body' | 'mentions' | 'files'>) => void;
}

/** What is being written in a conversation. It survives going elsewhere and coming back. */
export function useComposer(conversation: Conversation, { field, onSend }: ComposerRules) {
  const { id, kind } = conversation;
  const me = useMe();
  const [draft, setDraft] = useState(() => messageDraft(me.id, id));
  const latest = useRef(draft);
  const toldAt = useRef(0);
  const change = (part: Partial<MessageDraft>) => {
    latest.current = { ...latest.current, ...part };
    keepMessageDraft(me.id, id, latest.current);
    setDraft(latest.current);
  };
  const uploads = useUploads({
    send: async ({ id: itemId, file }, options) => {
      const stored = await upload<StoredFile>({ path: messageFilesPath(id), file, ...options });
      change({ files: [...latest.current.files, stored] });
      uploads.queue.remove(itemId);
    },
  });
  const mentions = useMentions(id, kind !== 'direct', {
    field,
    onChoose: (body, name, userId) =>
      change({ body, named: { ...latest.current.named, [name]: userId } }),
  });
  const body = draft.body.trim();
  const sendable =
    (body !== '' || draft.files.length > 0) && letters(body) <= mostLetters && !uploads.busy;
  return {
    draft,
    uploads,
    mentions,
    sendable,
    type: (text: string) => {
      change({ body: text });
      mentions.look();
      if (text === '' || Date.now() - toldAt.current < typingMilliseconds) return;
      toldAt.current = Date.now();
      tellTyping(id);
    },
    addFiles: (files: File[]) =>
      uploads.queue.add(files.map((file) => ({ id: crypto.randomUUID(), file }))),
    removeFile: (fileId: string) =>
      change({ files: latest.current.files.filter((file) => file.id !== fileId) }),
    send: () => {
      if (!sendable) return;
      const named = Object.entries(draft.named).filter(([name]) => body.includes(name));
      onSend({ body, files: draft.files, mentions: [...new Set(named.map(([, each]) => each))] });
      change({ body: '', named: {}, files: [] });
      toldAt.current = 0;
    },
  };
}
