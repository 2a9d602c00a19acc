import i18next from 'i18next';
import { afterEach, describe, expect, it } from 'vitest';

import english from '~/i18n/en/chat.json';
import filipino from '~/i18n/fil/chat.json';
import { currentFormats, setSchoolFormat } from '~/i18n/format';

const hour = 3_600_000;
const now = Date.parse('2026-06-03T01:15:00Z');
const before = (hours: number) => new Date(now - hours * hour).toISOString();
/** Newer data of languages put a narrow space before AM and PM. */
const plain = (text: string) => text.replaceAll(/\s/g, ' ');

afterEach(async () => {
  setSchoolFormat('Asia/Manila', 'en-PH');
  await i18next.changeLanguage('en');
});

describe.each(['en', 'fil'])('formats in %s', (language) => {
  it('write the hours of twelve without a zero before them', async () => {
    await i18next.changeLanguage(language);
    const { time, moment, recent } = currentFormats();
    expect(plain(time('2026-06-03T13:19:00Z'))).toBe('9:19 PM');
    expect(plain(time('2026-06-02T16:05:00Z'))).toBe('12:05 AM');
    expect(plain(moment('2026-06-03T01:15:00Z'))).toMatch(/ 9:15 AM$/);
    expect(plain(recent('2026-06-03T01:15:00Z', now))).toBe('9:15 AM');
  });

  it('begin small within a line, and large where a day stands alone', async () => {
    await i18next.changeLanguage(language);
    const { ago, fromToday, weekday } = currentFormats();
    const within = [-48, -24, 0, 24, 48, 72].map((hours) => fromToday(before(hours), now));
    within.push(...[0, 1, 30, 50, 24 * 70].map((hours) => ago(before(hours), now)));
    for (const text of within) expect(text).toMatch(/^[a-z\d]/);
    const { today, yesterday } = language === 'en' ? english : filipino;
    for (const text of [today, yesterday, weekday('2026-06-01')]) expect(text).toMatch(/^[A-Z]/);
  });
});

it('writes hours of a whole day with two digits', () => {
  setSchoolFormat('Europe/London', 'en-GB');
  expect(currentFormats().time('2026-06-03T08:19:00Z')).toBe('09:19');
});
