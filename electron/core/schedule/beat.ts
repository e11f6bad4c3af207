const everyMs = 15_000;

/**
 * Calls `act` every 15 s, never again before it has ended, until disposed. A timer and not a cron task: a cron task
 * waits for a time on the clock, and would be silent for a day after the clock was set back by one.
 */
export function everyBeat(act: () => Promise<void>): Disposable {
  let ended = false;
  let timer: NodeJS.Timeout;
  const arm = (): void => {
    timer = setTimeout(() => {
      act()
        // Whatever it was, the next beat must come.
        .catch(() => undefined)
        .finally(() => {
          if (!ended) arm();
        });
    }, everyMs);
  };
  arm();
  return {
    [Symbol.dispose]: () => {
      ended = true;
      clearTimeout(timer);
    },
  };
}
