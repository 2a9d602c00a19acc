import '@testing-library/jest-dom/vitest';
import { cleanup, configure } from '@testing-library/react';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { afterAll, afterEach, beforeAll } from 'vitest';

import { namespaces } from '~/i18n/languages';

import { server } from './server.ts';

const files = import.meta.glob<{ default: object }>('../i18n/en/*.json', { eager: true });
const texts = Object.fromEntries(
  namespaces.map((name) => [name, files[`../i18n/en/${name}.json`]?.default ?? {}]),
);

await i18next.use(initReactI18next).init({
  lng: 'en',
  fallbackLng: false,
  resources: { en: texts },
  ns: [...namespaces],
  defaultNS: 'common',
  interpolation: { escapeValue: false },
});

// A machine that builds something else at the same time is slow, not wrong.
configure({ asyncUtilTimeout: 8000 });

// What jsdom leaves out.
globalThis.matchMedia ??= (query: string) =>
  ({
    matches: query.includes('min-width'),
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }) as unknown as MediaQueryList;
globalThis.ResizeObserver ??= class {
  observe() {}
  unobserve() {}
  disconnect() {}
};
globalThis.scrollTo = () => undefined;
const missing = { scrollIntoView: (): void => undefined, getAnimations: (): Animation[] => [] };
for (const [name, stand] of Object.entries(missing)) {
  if (!(name in Element.prototype))
    Object.defineProperty(Element.prototype, name, { value: stand, writable: true });
}

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
