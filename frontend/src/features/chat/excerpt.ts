export interface ExcerptPart {
  text: string;
  /** It is one of the words that were sought. */
  hit: boolean;
  /** Which piece of the excerpt it is. */
  place: number;
}

const around = 60;
const longest = 180;

/** The part of a text in which the words stand that were sought, with them marked. */
export function excerpt(body: string, words: string): ExcerptPart[] {
  const text = body.replaceAll(/\s+/g, ' ').trim();
  const sought = words
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`));
  if (sought.length === 0) return [{ text: text.slice(0, longest), hit: false, place: 0 }];
  const pattern = new RegExp(`(${sought.join('|')})`, 'giu');
  const first = text.search(pattern);
  const from = first > around ? first - around : 0;
  const cut = text.slice(from, from + longest);
  const whole = `${from > 0 ? '…' : ''}${cut}${from + longest < text.length ? '…' : ''}`;
  // Every second piece is what the pattern found.
  return whole
    .split(pattern)
    .map((piece, place) => ({ text: piece, hit: place % 2 === 1, place }))
    .filter((piece) => piece.text !== '');
}
