import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { NotificationsPage } from '~/features/notifications/notifications-page';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalFlag } from '~/lib/list-search';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: z.object({
    unread: optionalFlag(),
    limit: listSearch.limit,
    offset: listSearch.offset,
  }),
  loader: () => loadTexts('notifications'),
  component: Notifications,
});

function Notifications() {
  const navigate = Route.useNavigate();
  return (
    <NotificationsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
