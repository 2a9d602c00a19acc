import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { requirePermission } from '~/app/guards';
import { EventEditor } from '~/features/notices/event-editor';
import { loadTexts } from '~/i18n/setup';
import { optionalDay } from '~/lib/list-search';

export const Route = createFileRoute('/_app/events/new')({
  validateSearch: z.object({ day: optionalDay() }),
  beforeLoad: () => requirePermission('manage_notices'),
  loader: () => loadTexts('notices'),
  component: NewEvent,
});

function NewEvent() {
  const navigate = Route.useNavigate();
  const { day } = Route.useSearch();
  return (
    <EventEditor
      day={day}
      onSaved={(eventId) => void navigate({ to: '/events/$eventId', params: { eventId } })}
    />
  );
}
