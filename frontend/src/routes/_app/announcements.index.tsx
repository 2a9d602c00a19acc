import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { announcementFeedQuery, announcementsQuery } from '~/api/notices';
import { requirePage } from '~/app/guards';
import { AnnouncementsPage } from '~/features/notices/announcements-page';
import { announcementStatuses, feedQuery, managedQuery } from '~/features/notices/notice-search';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalFlag } from '~/lib/list-search';

export const Route = createFileRoute('/_app/announcements/')({
  validateSearch: z.object({
    ...listSearch,
    view: z.catch(z.optional(z.literal('manage')), undefined),
    status: z.catch(z.optional(z.enum(announcementStatuses)), undefined),
    unread: optionalFlag(),
  }),
  beforeLoad: () => requirePage('announcements'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    if (deps.view === 'manage') void queries.prefetchQuery(announcementsQuery(managedQuery(deps)));
    else void queries.prefetchInfiniteQuery(announcementFeedQuery(feedQuery(deps)));
    await loadTexts('notices');
  },
  component: Announcements,
});

function Announcements() {
  const navigate = Route.useNavigate();
  return (
    <AnnouncementsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
