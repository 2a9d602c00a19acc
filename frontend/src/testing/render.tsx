import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render } from '@testing-library/react';
import type { ReactNode } from 'react';

import { beginSession } from '~/api/session';
import type { Role } from '~/api/types';

import { schoolHandlers, sessionAnswer } from './handlers.ts';
import { makeSchool, type School } from './school.ts';
import { server } from './server.ts';

/** Logs somebody of a role into a small invented school and answers for its server. */
export function enterSchool(role: Role, students = 24): School {
  const school = makeSchool(Date.now(), students);
  server.use(...schoolHandlers(school));
  const person = school.users.find((user) => user.primary_role === role);
  if (person === undefined) throw new Error(`nobody is ${role}`);
  beginSession(sessionAnswer(school, person));
  return school;
}

export function makeQueries(): QueryClient {
  return new QueryClient({ defaultOptions: { queries: { retry: false } } });
}

/** Renders something that asks the server and holds links, at `/`. */
export async function renderPage(page: ReactNode, queries: QueryClient = makeQueries()) {
  const root = createRootRoute();
  const index = createRoute({ getParentRoute: () => root, path: '/', component: () => page });
  const anywhere = createRoute({ getParentRoute: () => root, path: '$', component: () => page });
  const router = createRouter({
    routeTree: root.addChildren([index, anywhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  await router.load();
  const screen = render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
  return { ...screen, queries, router };
}
