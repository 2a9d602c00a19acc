import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { usersQuery } from '~/api/identity';
import { requirePage } from '~/app/guards';
import { PeoplePage } from '~/features/identity/people-page';
import { peopleQuery } from '~/features/identity/people-search';
import { allRoles } from '~/features/identity/user-rules';
import { loadTexts } from '~/i18n/setup';
import { listSearch, optionalFlag } from '~/lib/list-search';

export const Route = createFileRoute('/_app/people/')({
  validateSearch: z.object({
    ...listSearch,
    role: z.catch(z.optional(z.enum(allRoles)), undefined),
    active: optionalFlag(),
    without_guardian: optionalFlag(),
    never_logged_in: optionalFlag(),
  }),
  beforeLoad: () => requirePage('people'),
  loaderDeps: ({ search }) => search,
  loader: async ({ context: { queries }, deps }) => {
    void queries.prefetchQuery(usersQuery(peopleQuery(deps)));
    await loadTexts('identity');
  },
  component: People,
});

function People() {
  const navigate = Route.useNavigate();
  return (
    <PeoplePage
      search={Route.useSearch()}
      onSearch={(search) => void navigate({ search, replace: true })}
      onCreated={(user) => void navigate({ to: '/people/$userId', params: { userId: user.id } })}
    />
  );
}
