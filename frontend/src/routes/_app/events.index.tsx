import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { eventsQuery } from '~/api/notices';
import { requirePage } from '~/app/guards';
import { EventsPage } from '~/features/notices/events-page';
import { eventsListQuery } from '~/features/notices/notice-search';
import { todayAtSchool } from '~/i18n/format';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalFlag } from '~/lib/list-search';

export const Route = createFileRoute('/_app/events/')({
  validateSearch: z.object({ ...listSearch, past: optionalFlag() }),
  beforeLoad: () => requirePage('events'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(eventsQuery(eventsListQuery(deps, todayAtSchool())));
    await loadTexts('notices');
  },
  component: Events,
});

function Events() {
  const navigate = Route.useNavigate();
  return (
    <EventsPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
