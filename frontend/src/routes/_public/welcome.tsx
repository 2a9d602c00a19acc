import { createFileRoute } from '@tanstack/react-router';

import { useLinkToken } from '~/app/link-token';
import { ResetPage } from '~/features/identity/reset-page';

export const Route = createFileRoute('/_public/welcome')({ component: Welcome });

function Welcome() {
  return <ResetPage token={useLinkToken()} welcome={true} />;
}
