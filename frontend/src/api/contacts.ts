import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import type { ContactReason } from '~/api/chat-types';
import { chatKey } from '~/api/chat-unread';
import { client, unwrap } from '~/api/client';
import type { ContactsQuery } from '~/api/schema';

/** Whom the person may write to; of what comes, only those for one reason when that is named. */
export const contactsQuery = (query: ContactsQuery, why?: ContactReason) =>
  queryOptions({
    queryKey: [...chatKey, 'contacts', query],
    queryFn: ({ signal }) => unwrap(client.GET('/contacts', { params: { query }, signal })),
    placeholderData: keepPreviousData,
    select: (page) =>
      why === undefined
        ? page
        : { ...page, items: page.items.filter((contact) => contact.why === why) },
  });
