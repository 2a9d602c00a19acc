import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Contact, ContactReason } from '~/api/chat-types';
import { contactsQuery } from '~/api/contacts';
import { nameOf, useRoleText } from '~/features/chat/chat-names';
import { useDebounced } from '~/lib/use-debounced';

const most = 20;
/** Their list is searched for the reason here, so it has to be whole. */
const mostOfAReason = 100;

/** Why somebody may be written to, as their reader understands it. */
export function useContactNote(): (contact: Contact) => string {
  const { t } = useTranslation('chat');
  const roleText = useRoleText();
  return (contact) => {
    const why = contact.why as ContactReason;
    const role = roleText(contact);
    return why === 'anyone' ? role : `${t(`why.${why}`)} · ${role}`;
  };
}

/** Finds people for a combobox, among those whom the person may write to. */
export function useContactSearch(why: ContactReason | undefined) {
  const [text, setText] = useState('');
  const noteOf = useContactNote();
  const typed = text.trim();
  const wanted = useDebounced(typed);
  const found = useQuery(
    contactsQuery(
      { ...(wanted === '' ? {} : { q: wanted }), limit: why === undefined ? most : mostOfAReason },
      why,
    ),
  );
  return {
    choices: (found.data?.items ?? []).map((contact) => ({
      id: contact.id,
      label: nameOf(contact),
      note: noteOf(contact),
    })),
    searching: found.isFetching || wanted !== typed,
    onSearch: setText,
  };
}

/** Somebody of the first whom a reason gives, such as a teacher of one's child. */
export function useContact(id: string | undefined, why: ContactReason | undefined) {
  const { data } = useQuery({
    ...contactsQuery({ limit: mostOfAReason }, why),
    enabled: id !== undefined,
  });
  return useMemo(() => {
    const contact = data?.items.find((each) => each.id === id);
    return contact === undefined ? null : { id: contact.id, label: nameOf(contact) };
  }, [data, id]);
}
