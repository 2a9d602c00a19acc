import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { getResponse } from 'msw';
import type { Plugin } from 'vite';

import { schoolHandlers } from './handlers.ts';
import { makeSchool } from './school.ts';

/** The policy that the server sends, so that what it refuses is seen before the server is there. */
const policy =
  "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/** Serves an invented school under the addresses of the API, in `vite` and in `vite preview`. */
export function mockSchoolPlugin(): Plugin {
  const handlers = schoolHandlers(makeSchool());

  async function answer(
    incoming: IncomingMessage,
    outgoing: ServerResponse,
    next: () => void,
  ): Promise<void> {
    const address = incoming.url ?? '/';
    if (!address.startsWith('/api/') && !address.startsWith('/readyz')) {
      next();
      return;
    }
    const response = await getResponse(handlers, await asRequest(incoming));
    outgoing.statusCode = response?.status ?? 404;
    response?.headers.forEach((value, name) => outgoing.setHeader(name, value));
    outgoing.end(response === undefined ? '' : Buffer.from(await response.arrayBuffer()));
  }

  return {
    name: 'mock-school',
    configureServer(server) {
      server.middlewares.use((request, response, next) => void answer(request, response, next));
    },
    configurePreviewServer(server) {
      server.middlewares.use((request, response, next) => {
        response.setHeader('Content-Security-Policy', policy);
        void answer(request, response, next);
      });
    },
  };
}

async function asRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (typeof value === 'string') headers.set(name, value);
  const method = incoming.method ?? 'GET';
  return new Request(`http://${incoming.headers.host ?? 'localhost'}${incoming.url ?? '/'}`, {
    method,
    headers,
    body: method === 'GET' || chunks.length === 0 ? null : Buffer.concat(chunks),
  });
}
