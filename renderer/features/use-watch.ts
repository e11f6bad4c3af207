import { useEffect } from 'react';

const lookAgainMs = 3000;

/** Loads when its place opens, and every few seconds while the window is seen: another process may change what no job tells. */
export function useWatch(load: (stackId: string) => Promise<void>, stackId: string): void {
  useEffect(() => {
    const look = (): void => {
      if (document.visibilityState === 'visible') load(stackId).catch(() => undefined);
    };
    look();
    const timer = setInterval(look, lookAgainMs);
    return () => clearInterval(timer);
  }, [load, stackId]);
}
