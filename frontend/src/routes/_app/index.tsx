import { createFileRoute, redirect } from '@tanstack/react-router';

import { activeRole, currentMe } from '~/app/active-role';
import { homes } from '~/app/navigation';

export const Route = createFileRoute('/_app/')({
  beforeLoad: () => {
    const me = currentMe();
    // oxlint-disable-next-line typescript/only-throw-error -- the router's way to redirect
    if (me !== null) throw redirect({ to: homes[activeRole(me)], replace: true });
  },
});
