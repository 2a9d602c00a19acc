import { setupServer } from 'msw/node';

/** Answers the requests of unit tests; each test says how. */
export const server = setupServer();
