import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

import '~/styles/index.css';
import { onSessionEnd, recheckSession, restoreSession } from '~/api/session';
import { createQueryClient } from '~/app/query-client';
import { isExpected } from '~/app/route-error';
import { startTexts } from '~/i18n/setup';
import { recall, remember } from '~/lib/storage';
import { createAppRouter } from '~/router';

// Begun first: texts and the route's script come in while the server answers. The root route
// waits for the same attempt and shows its failure.
restoreSession().catch(() => undefined);

const queries = createQueryClient();
const router = createAppRouter(queries);

onSessionEnd((reason) => {
  queries.clear();
  if (reason === 'left') void router.navigate({ to: '/login', search: {}, replace: true });
  else void router.invalidate();
});
globalThis.addEventListener('pageshow', (event) => {
  if (event.persisted) recheckSession();
});

// A part that this page still knows is gone from a server that was updated: take the new page.
globalThis.addEventListener('vite:preloadError', () => {
  const key = 'homeroom.reloaded';
  if (Date.now() - Number(recall(key)) < 60_000) return;
  remember(key, String(Date.now()));
  globalThis.location.reload();
});

const root = document.querySelector('#root');
if (root === null) throw new Error('the page has no #root');

await startTexts();
createRoot(root, {
  onCaughtError: (error) => {
    // Refusals have their own pages; anything else is a fault and belongs in the console.
    if (!isExpected(error)) reportError(error);
  },
}).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
