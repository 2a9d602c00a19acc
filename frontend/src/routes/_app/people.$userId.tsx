import { createFileRoute } from '@tanstack/react-router';

import { userQuery } from '~/api/identity';
import { requirePage } from '~/app/guards';
import { PersonPage } from '~/features/identity/person-page';
import { loadTexts } from '~/i18n/setup';

export const Route = createFileRoute('/_app/people/$userId')({
  beforeLoad: () => requirePage('people'),
  loader: async ({ context: { queries }, params }) => {
    void queries.prefetchQuery(userQuery(params.userId));
    await loadTexts('identity');
  },
  component: Person,
});

function Person() {
  const { userId } = Route.useParams();
  return <PersonPage key={userId} userId={userId} />;
}
