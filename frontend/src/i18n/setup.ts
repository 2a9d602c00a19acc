import i18next, { type BackendModule, type ReadCallback } from 'i18next';
import { initReactI18next } from 'react-i18next';

import { isLanguage, languages, type Language, type Namespace } from '~/i18n/languages';
import { recall, remember } from '~/lib/storage';

const languageKey = 'homeroom.language';
const files = import.meta.glob<{ default: object }>('./{en,fil}/*.json');

/** Texts come by area and language, each with the first page that needs it. */
const textFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language: string, namespace: string, done: ReadCallback) => {
    const load = files[`./${language}/${namespace}.json`];
    if (load === undefined) {
      done(new Error(`no texts for ${language}/${namespace}`), false);
      return;
    }
    load().then(
      (module) => done(null, module.default),
      (error: unknown) => done(error as Error, false),
    );
  },
};

export async function startTexts(): Promise<void> {
  const remembered = recall(languageKey);
  await i18next
    .use(textFiles)
    .use(initReactI18next)
    .init({
      lng: isLanguage(remembered) ? remembered : 'en',
      fallbackLng: false,
      supportedLngs: languages,
      ns: ['common', 'shell'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
}

/** Loads the texts of a page before it shows; route loaders call it. */
export async function loadTexts(...areas: Namespace[]): Promise<void> {
  await i18next.loadNamespaces(areas);
}

export function currentLanguage(): Language {
  return isLanguage(i18next.language) ? i18next.language : 'en';
}

export async function changeLanguage(language: Language): Promise<void> {
  remember(languageKey, language);
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
