import '@testing-library/jest-dom/vitest';
import { cleanup } from '@testing-library/react';
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
Element.prototype.scrollIntoView ??= () => undefined;
Element.prototype.getAnimations ??= () => [];

beforeAll(() => server.listen({ onUnhandledRequest: 'error' }));
afterEach(() => {
  cleanup();
  server.resetHandlers();
  localStorage.clear();
  sessionStorage.clear();
});
afterAll(() => server.close());
