/** A piece of a text: plain words, an address, or a person who is named. */
export type TextPart =
  | { kind: 'text'; text: string }
  | { kind: 'link'; text: string; href: string }
  | { kind: 'mention'; text: string; userId: string };

const address = /\bhttps?:\/\/[^\s<>"']+/giu;
/** What ends a sentence does not belong to the address before it. */
const trailing = /[.,;:!?)\]}]+$/u;

/** Finds addresses and named people. Whatever else stands in a text stays text. */
export function textParts(body: string, people: ReadonlyMap<string, string>): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  for (const match of body.matchAll(address)) {
    const text = match[0].replace(trailing, '');
    if (!isAddress(text)) continue;
    parts.push(...mentionParts(body.slice(from, match.index), people));
    parts.push({ kind: 'link', text, href: text });
    from = match.index + text.length;
  }
  return [...parts, ...mentionParts(body.slice(from), people)];
}

function isAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

function mentionParts(text: string, people: ReadonlyMap<string, string>): TextPart[] {
  const parts: TextPart[] = [];
  let from = 0;
  while (from < text.length) {
    const next = nextMention(text, from, people);
    const end = next?.at ?? text.length;
    if (end > from) parts.push({ kind: 'text', text: text.slice(from, end) });
    if (next === null) break;
    parts.push({ kind: 'mention', text: next.name, userId: next.userId });
    from = next.at + next.name.length;
  }
  return parts;
}

/** The first name in the text; of two that begin alike, the longer one. */
function nextMention(text: string, from: number, people: ReadonlyMap<string, string>) {
  let found: { at: number; name: string; userId: string } | null = null;
  for (const [userId, person] of people) {
    const name = `@${person}`;
    const at = text.indexOf(name, from);
    if (at < 0) continue;
    const better =
      found === null || at < found.at || (at === found.at && name.length > found.name.length);
    if (better) found = { at, name, userId };
  }
  return found;
}
