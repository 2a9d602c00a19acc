import { createFileRoute } from '@tanstack/react-router';

import { progressSummaryQuery } from '~/api/enrollment';
import { readinessQuery } from '~/api/health';
import { userSummaryQuery } from '~/api/identity';
import { requireRole } from '~/app/guards';
import { HomePage } from '~/app/home-page';
import { latestChangesQuery } from '~/features/audit/audit-search';
import { LatestChangesPanel } from '~/features/audit/latest-panel';
import { EnrolledCard } from '~/features/enrollment/enrollment-figures';
import {
  AccountsByRolePanel,
  HealthCard,
  NeverLoggedInCard,
  WithoutGuardianCard,
} from '~/features/identity/account-panels';
import { withoutGuardianQuery } from '~/features/identity/people-search';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/admin')({
  beforeLoad: () => requireRole('admin'),
  loader: async ({ context: { queries } }) => {
    void queries.prefetchQuery(userSummaryQuery());
    void queries.prefetchQuery(readinessQuery());
    void queries.prefetchQuery(latestChangesQuery());
    void queries.prefetchQuery(progressSummaryQuery());
    void queries.prefetchQuery(withoutGuardianQuery());
    await loadTexts('home', 'identity', 'audit', 'enrollment');
  },
  component: AdminHome,
});

function AdminHome() {
  return (
    <HomePage
      role="admin"
      figures={
        <>
          <HealthCard />
          <NeverLoggedInCard />
          <WithoutGuardianCard />
          <EnrolledCard />
        </>
      }
    >
      <AccountsByRolePanel />
      <LatestChangesPanel />
    </HomePage>
  );
}
