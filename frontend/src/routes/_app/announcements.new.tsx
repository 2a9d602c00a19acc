import { createFileRoute } from '@tanstack/react-router';

import { requirePermission } from '~/app/guards';
import { AnnouncementEditor } from '~/features/notices/announcement-editor';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/announcements/new')({
  beforeLoad: () => requirePermission('manage_notices'),
  loader: () => loadTexts('notices'),
  component: NewAnnouncement,
});

function NewAnnouncement() {
  const navigate = Route.useNavigate();
  return (
    <AnnouncementEditor
      onSaved={(announcementId) =>
        void navigate({ to: '/announcements/$announcementId', params: { announcementId } })
      }
    />
  );
}
