/** Makes something that is never under way twice: whatever asks for it meanwhile gets one more round. */
export function oneAtATime(act: () => Promise<unknown>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let wanted = false;
  const run = async () => {
    while (wanted) {
      wanted = false;
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is what it is for
      await act().catch(() => undefined);
    }
    running = null;
  };
  return () => {
    wanted = true;
    running ??= run();
    return running;
  };
}
