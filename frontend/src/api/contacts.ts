import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { ContactsFilter } from '~/api/chat-schema';
import { chatKey } from '~/api/chat-unread';
import { client, unwrap } from '~/api/client';

/** Whom the person may write to. */
export const contactsQuery = (query: ContactsFilter) =>
  queryOptions({
    queryKey: [...chatKey, 'contacts', query],
    queryFn: ({ signal }) => unwrap(client.GET('/contacts', { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
