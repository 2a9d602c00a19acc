import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from 'vitest';

import { languages, namespaces } from '~/i18n/languages';

type Texts = { [key: string]: string | Texts };

function keysOf(texts: Texts, path = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [path + key] : keysOf(value, `${path}${key}.`),
  );
}

function textOf(texts: Texts, path: string): string {
  let place: string | Texts = texts;
  for (const key of path.split('.')) place = typeof place === 'string' ? place : (place[key] ?? '');
  return typeof place === 'string' ? place : '';
}

function read(language: string, namespace: string): Texts {
  return JSON.parse(readFileSync(`src/i18n/${language}/${namespace}.json`, 'utf8')) as Texts;
}

const placeholders = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();

describe('texts', () => {
  it.each(languages)('%s has a file for every area and no other', (language) => {
    const files = readdirSync(`src/i18n/${language}`).toSorted();
    expect(files).toEqual(namespaces.map((name) => `${name}.json`).toSorted());
  });

  describe.each(namespaces)('of %s', (namespace) => {
    const english = read('en', namespace);
    const others = languages.filter((language) => language !== 'en');

    it.each(others)('have the same keys in %s', (language) => {
      expect(keysOf(read(language, namespace)).toSorted()).toEqual(keysOf(english).toSorted());
    });

    it.each(others)('have the same placeholders in %s', (language) => {
      const translated = read(language, namespace);
      for (const key of keysOf(english))
        expect([key, placeholders(textOf(translated, key))]).toEqual([
          key,
          placeholders(textOf(english, key)),
        ]);
    });

    it.each(languages)('are never empty in %s', (language) => {
      const texts = read(language, namespace);
      expect(keysOf(texts).filter((key) => textOf(texts, key).trim() === '')).toEqual([]);
    });
  });
});
