import i18next from 'i18next';

/** A score as it was typed, or what is wrong with it, in words. */
export function parsedScore(typed: string, points: number): number | string {
  const text = typed.trim().replace(',', '.');
  if (text === '') return i18next.t('rules.required');
  if (!/^\d+(\.\d{1,2})?$/.test(text)) return i18next.t('tasks:scoreRule');
  const score = Number(text);
  return score > points ? i18next.t('tasks:scoreTooHigh', { points }) : score;
}
