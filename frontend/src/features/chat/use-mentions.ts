import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, type RefObject, useState } from 'react';

import { membersQuery } from '~/api/chat';
import type { Member } from '~/api/chat-types';
import { useMe } from '~/api/session-hooks';
import { nameOf } from '~/features/chat/chat-names';
import { useDebounced } from '~/lib/use-debounced';

/** An `@` at the beginning of a word, and the letters of a name behind it. */
const begun = /(?:^|\s)@([^\s@]{0,30}(?: [^\s@]{1,30})?)$/u;
const most = 8;

interface MentionRules {
  field: RefObject<HTMLTextAreaElement | null>;
  onChoose: (body: string, name: string, userId: string) => void;
}

/** Offers the people of a conversation while a name is being typed behind an `@`. */
export function useMentions(
  conversationId: string,
  enabled: boolean,
  { field, onChoose }: MentionRules,
) {
  const me = useMe();
  const [text, setText] = useState<string | null>(null);
  const [at, setAt] = useState(0);
  const wanted = useDebounced(text ?? '', 120);
  const found = useQuery({
    ...membersQuery(conversationId, { ...(wanted === '' ? {} : { q: wanted }), limit: most }),
    enabled: enabled && text !== null,
  });
  const people =
    enabled && text !== null
      ? (found.data?.items ?? []).filter(
          // The answer may be that to an earlier letter.
          (person) =>
            person.id !== me.id && nameOf(person).toLowerCase().includes(text.toLowerCase()),
        )
      : [];
  const open = people.length > 0;
  const active = people[Math.min(at, people.length - 1)];

  const look = () => {
    const element = field.current;
    if (element === null || !enabled) return;
    const before = element.value.slice(0, element.selectionStart);
    const next = begun.exec(before)?.[1] ?? null;
    if (next !== text) setAt(0);
    setText(next);
  };

  const choose = (person: Member) => {
    const element = field.current;
    if (element === null || text === null) return;
    const cursor = element.selectionStart;
    const start = cursor - text.length - 1;
    const name = `@${nameOf(person)}`;
    const body = `${element.value.slice(0, start)}${name} ${element.value.slice(cursor)}`;
    setText(null);
    onChoose(body, name, person.id);
    // The field takes the new text first.
    setTimeout(() => {
      const end = start + name.length + 1;
      element.focus();
      element.setSelectionRange(end, end);
    });
  };

  /** Whether the key was for the list. */
  const press = (event: KeyboardEvent): boolean => {
    if (!open || active === undefined) return false;
    const { length } = people;
    if (event.key === 'ArrowDown') setAt((at + 1) % length);
    else if (event.key === 'ArrowUp') setAt((at - 1 + length) % length);
    else if (event.key === 'Enter' || event.key === 'Tab') choose(active);
    else if (event.key === 'Escape') setText(null);
    else return false;
    event.preventDefault();
    event.stopPropagation();
    return true;
  };

  return { open, people, active, choose, press, look };
}
