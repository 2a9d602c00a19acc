import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { usersQuery } from '~/api/identity';
import type { Role } from '~/api/types';
import { useDebounced } from '~/lib/use-debounced';

const shortest = 2;

/** Finds people of a role for a combobox: what was found for the text typed so far. */
export function usePersonSearch(role: Role) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const wanted = useDebounced(typed);
  const searchable = wanted.length >= shortest;
  const found = useQuery({
    ...usersQuery({ role, active: true, q: wanted, limit: 10 }),
    enabled: searchable,
  });
  const people = searchable ? (found.data?.items ?? []) : [];
  return {
    choices: people.map((user) => ({
      id: user.id,
      label: `${user.first_name} ${user.last_name}`,
      note: user.email,
    })),
    searching: typed.length >= shortest && (found.isFetching || wanted !== typed),
    onSearch: setText,
  };
}
