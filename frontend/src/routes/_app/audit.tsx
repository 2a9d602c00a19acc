import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { auditTrailQuery } from '~/api/audit';
import { requirePage } from '~/app/guards';
import { AuditPage } from '~/features/audit/audit-page';
import { auditAreas, auditFilter } from '~/features/audit/audit-search';
import { loadTexts } from '~/i18n/setup';
import { optionalWord } from '~/lib/list-search';

export const Route = createFileRoute('/_app/audit')({
  validateSearch: z.object({
    actor: optionalWord(),
    area: z.catch(z.optional(z.enum(auditAreas)), undefined),
  }),
  beforeLoad: () => requirePage('audit'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchInfiniteQuery(auditTrailQuery(auditFilter(deps)));
    await loadTexts('audit');
  },
  component: Audit,
});

function Audit() {
  const navigate = Route.useNavigate();
  return (
    <AuditPage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
    />
  );
}
