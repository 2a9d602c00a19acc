/** Full jitter under a doubling ceiling: many clients that lost one server do not return at once. */
export function backoffDelay(attempt: number, random: number = Math.random()): number {
  const ceiling = Math.min(30_000, 500 * 2 ** attempt);
  return Math.round(random * ceiling);
}
