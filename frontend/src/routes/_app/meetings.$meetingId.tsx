import { createFileRoute } from '@tanstack/react-router';

import { meetingQuery } from '~/api/meetings';
import { requirePage } from '~/app/guards';
import { MeetingPage } from '~/features/meetings/meeting-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/meetings/$meetingId')({
  beforeLoad: () => requirePage('meetings'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(meetingQuery(params.meetingId));
    await loadTexts('meetings');
  },
  component: MeetingDetail,
});

function MeetingDetail() {
  return <MeetingPage id={Route.useParams().meetingId} />;
}
