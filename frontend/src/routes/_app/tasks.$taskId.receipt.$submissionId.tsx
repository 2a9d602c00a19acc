import { createFileRoute } from '@tanstack/react-router';

import { submissionQuery } from '~/api/tasks';
import { requirePage } from '~/app/guards';
import { ReceiptPage } from '~/features/tasks/receipt-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/tasks/$taskId/receipt/$submissionId')({
  beforeLoad: () => requirePage('tasks'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(submissionQuery(params.submissionId));
    await loadTexts('tasks', 'files');
  },
  component: Receipt,
});

function Receipt() {
  return <ReceiptPage {...Route.useParams()} />;
}
