import { createFileRoute } from '@tanstack/react-router';

import { announcementQuery } from '~/api/notices';
import { requirePage } from '~/app/guards';
import { AnnouncementPage } from '~/features/notices/announcement-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/announcements/$announcementId/')({
  beforeLoad: () => requirePage('announcements'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(announcementQuery(params.announcementId));
    await loadTexts('notices');
  },
  component: AnnouncementDetail,
});

function AnnouncementDetail() {
  const { announcementId } = Route.useParams();
  const navigate = Route.useNavigate();
  return (
    <AnnouncementPage
      id={announcementId}
      onDeleted={() => void navigate({ to: '/announcements', search: { view: 'manage' } })}
    />
  );
}
