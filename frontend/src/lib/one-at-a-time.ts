/**
 * Makes something that is never under way twice: whatever asks for it meanwhile gets one more round, after a pause,
 * so that what is always wanted is not always done.
 */
export function oneAtATime(
  act: () => Promise<unknown>,
  pauseMilliseconds: number,
): () => Promise<void> {
  let running: Promise<void> | null = null;
  let wanted = false;
  const rounds = async () => {
    while (wanted) {
      wanted = false;
      // oxlint-disable-next-line eslint/no-await-in-loop -- one after the other is what it is for
      await act().catch(() => undefined);
      // oxlint-disable-next-line eslint/no-await-in-loop -- as above
      if (wanted) await pause(pauseMilliseconds);
    }
  };
  const run = async () => {
    try {
      await rounds();
    } finally {
      running = null;
    }
  };
  return () => {
    wanted = true;
    running ??= run();
    return running;
  };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
