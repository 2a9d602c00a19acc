import type { TOptions } from 'i18next';

export const languages = ['en', 'fil'] as const;
export type Language = (typeof languages)[number];

/** Each language under its own name, so that nobody has to read another one to find it. */
export const languageNames: Record<Language, string> = { en: 'English', fil: 'Filipino' };

export const namespaces = [
  'common',
  'shell',
  'home',
  'identity',
  'settings',
  'structure',
  'enrollment',
  'audit',
  'notices',
  'calendar',
  'meetings',
  'notifications',
  'tasks',
  'files',
  'modules',
  'chat',
] as const;
export type Namespace = (typeof namespaces)[number];

export type TextOptions = TOptions;

export function isLanguage(value: unknown): value is Language {
  return languages.some((language) => language === value);
}
