import { createFileRoute } from '@tanstack/react-router';

import { useLinkToken } from '~/app/link-token';
import { ResetPage } from '~/features/identity/reset-page';

export const Route = createFileRoute('/_public/reset')({ component: Reset });

function Reset() {
  return <ResetPage token={useLinkToken()} welcome={false} />;
}
