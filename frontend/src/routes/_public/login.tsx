import { createFileRoute, redirect } from '@tanstack/react-router';
import * as z from 'zod/mini';

import { currentMe } from '~/app/active-role';
import { safeReturn } from '~/app/guards';
import { LoginPage } from '~/features/identity/login-page';

const search = z.object({ redirect: z.catch(z.optional(z.string()), undefined) });

export const Route = createFileRoute('/_public/login')({
  validateSearch: search,
  beforeLoad: ({ search: { redirect: address } }) => {
    // oxlint-disable-next-line typescript/only-throw-error -- the router's way to redirect
    if (currentMe() !== null) throw redirect({ href: safeReturn(address) ?? '/', replace: true });
  },
  component: Login,
});

function Login() {
  const navigate = Route.useNavigate();
  const { redirect: address } = Route.useSearch();
  return <LoginPage onDone={() => navigate({ href: safeReturn(address) ?? '/', replace: true })} />;
}
