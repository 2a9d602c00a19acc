import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { meetingsQuery } from '~/api/meetings';
import { requirePage } from '~/app/guards';
import { meetingsListQuery, meetingViews } from '~/features/meetings/meeting-search';
import { MeetingsPage } from '~/features/meetings/meetings-page';
import { loadTexts } from '~/i18n/setup';
import { listSearch } from '~/lib/list-search';

export const Route = createFileRoute('/_app/meetings/')({
  validateSearch: z.object({
    ...listSearch,
    show: z.catch(z.optional(z.enum(meetingViews)), undefined),
  }),
  beforeLoad: () => requirePage('meetings'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(meetingsQuery(meetingsListQuery(deps)));
    await loadTexts('meetings');
  },
  component: Meetings,
});

function Meetings() {
  const navigate = Route.useNavigate();
  return (
    <MeetingsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
