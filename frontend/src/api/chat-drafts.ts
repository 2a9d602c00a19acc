import type { StoredFile } from '~/api/types';
import { recallInTab, rememberInTab } from '~/lib/storage';

/** What somebody has begun to write in a conversation. */
export interface MessageDraft {
  body: string;
  /** Whom they chose to name, by what stands in the text. */
  named: Record<string, string>;
  /** Files that the server has and no message yet. */
  files: StoredFile[];
}

export const draftsPrefix = 'homeroom.message.';
const empty: MessageDraft = { body: '', named: {}, files: [] };
const keyOf = (userId: string, conversationId: string) =>
  `${draftsPrefix}${userId}.${conversationId}`;

export function messageDraft(userId: string, conversationId: string): MessageDraft {
  try {
    const kept: unknown = JSON.parse(recallInTab(keyOf(userId, conversationId)) ?? 'null');
    return isDraft(kept) ? kept : empty;
  } catch {
    return empty;
  }
}

export function keepMessageDraft(
  userId: string,
  conversationId: string,
  draft: MessageDraft,
): void {
  const bare = draft.body === '' && draft.files.length === 0;
  rememberInTab(keyOf(userId, conversationId), bare ? null : JSON.stringify(draft));
}

function isDraft(kept: unknown): kept is MessageDraft {
  return (
    typeof kept === 'object' &&
    kept !== null &&
    'body' in kept &&
    typeof kept.body === 'string' &&
    'named' in kept &&
    'files' in kept &&
    Array.isArray(kept.files)
  );
}
