import { createFileRoute } from '@tanstack/react-router';

import { eventQuery } from '~/api/notices';
import { requirePermission } from '~/app/guards';
import { EventEditor } from '~/features/notices/event-editor';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/events/$eventId/edit')({
  beforeLoad: () => requirePermission('manage_notices'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(eventQuery(params.eventId));
    await loadTexts('notices');
  },
  component: EditEvent,
});

function EditEvent() {
  const { eventId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <EventEditor
      id={eventId}
      onSaved={() => void navigate({ to: '/events/$eventId', params: { eventId } })}
    />
  );
}
