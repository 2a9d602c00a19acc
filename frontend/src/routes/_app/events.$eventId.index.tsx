import { createFileRoute } from '@tanstack/react-router';

import { eventQuery } from '~/api/notices';
import { requirePermission } from '~/app/guards';
import { EventPage } from '~/features/notices/event-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/events/$eventId/')({
  beforeLoad: () => requirePermission('read_notices'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(eventQuery(params.eventId));
    await loadTexts('notices');
  },
  component: EventDetail,
});

function EventDetail() {
  const { eventId } = Route.useParams();
  const navigate = Route.useNavigate();
  return <EventPage id={eventId} onDeleted={() => void navigate({ to: '/events' })} />;
}
