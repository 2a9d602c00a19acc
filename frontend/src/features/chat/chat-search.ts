import type { ContactReason } from '~/api/chat-types';
import type { ConversationsQuery } from '~/api/schema';

export const composeKinds = ['person', 'group', 'section'] as const;
export type ComposeKind = (typeof composeKinds)[number];

/** The view of the conversations as it stands in the address. */
export interface ChatSearch {
  q?: string | undefined;
  unread?: boolean | undefined;
  /** The dialog for a new conversation is open, at this kind. */
  compose?: ComposeKind | undefined;
  /** Only whom one may write to for this reason is offered there. */
  why?: ContactReason | undefined;
  /** The id of somebody who is chosen there already. */
  with?: string | undefined;
}

export function listFilter({ q, unread }: ChatSearch): ConversationsQuery {
  return {
    ...(q === undefined ? {} : { q }),
    ...(unread === true ? { unread } : {}),
  };
}

/** What stays in the address when another conversation is chosen. */
export function listSearchOf({ q, unread }: ChatSearch): ChatSearch {
  return { q, unread };
}
