/** As many characters as the server takes. */
export const mostLetters = 4000;

/** From here on the composer says how many are left. */
export const nearlyFull = 3600;

/** The length as the server counts it: by characters, not by halves of them. */
export function letters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
