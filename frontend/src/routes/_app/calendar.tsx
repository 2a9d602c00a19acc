import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { requirePage } from '~/app/guards';
import { CalendarPage } from '~/features/calendar/calendar-page';
import {
  calendarViews,
  entriesQuery,
  entryKinds,
  viewOf,
} from '~/features/calendar/calendar-search';
import { loadTexts } from '~/i18n/setup';
import { optionalDay } from '~/lib/list-search';

export const Route = createFileRoute('/_app/calendar')({
  validateSearch: z.object({
    view: z.catch(z.optional(z.enum(calendarViews)), undefined),
    date: optionalDay(),
    kind: z.catch(z.optional(z.enum(entryKinds)), undefined),
  }),
  beforeLoad: () => requirePage('calendar'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(entriesQuery(viewOf(deps), deps));
    await loadTexts('calendar');
  },
  component: CalendarRoute,
});

function CalendarRoute() {
  const navigate = Route.useNavigate();
  return (
    <CalendarPage search={Route.useSearch()} onSearch={(search) => void navigate({ search })} />
  );
}
