import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { EnrolledCard, PaymentPendingCard } from '~/features/enrollment/enrollment-figures';
import { FunnelPanel } from '~/features/enrollment/funnel-panel';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/accounting')({
  beforeLoad: () => requireRole('accounting'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(progressSummaryQuery());
    await loadTexts('home', 'enrollment');
  },
  component: AccountingHome,
});

function AccountingHome() {
  return (
    <HomePage
      role="accounting"
      figures={
        <>
          <PaymentPendingCard />
          <EnrolledCard />
        </>
      }
    >
      <FunnelPanel className="lg:col-span-2" />
    </HomePage>
  );
}
