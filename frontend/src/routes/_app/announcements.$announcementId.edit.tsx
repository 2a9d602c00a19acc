import { createFileRoute } from '@tanstack/react-router';

import { announcementQuery } from '~/api/notices';
import { requirePermission } from '~/app/guards';
import { AnnouncementEditor } from '~/features/notices/announcement-editor';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/announcements/$announcementId/edit')({
  beforeLoad: () => requirePermission('manage_notices'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(announcementQuery(params.announcementId));
    await loadTexts('notices');
  },
  component: EditAnnouncement,
});

function EditAnnouncement() {
  const { announcementId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <AnnouncementEditor
      id={announcementId}
      onSaved={() =>
        void navigate({ to: '/announcements/$announcementId', params: { announcementId } })
      }
    />
  );
}
