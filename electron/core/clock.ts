/** Milliseconds since the epoch. A parameter everywhere, so that tests can own time. */
export type Clock = () => number;

// The one place of the engine that reads the machine's clock.
export const systemClock: Clock = () => Date.now();

/** ISO 8601 in UTC with milliseconds, the form of every time in the catalog and in packs. */
export function isoTime(ms: number): string {
  return new Date(ms).toISOString();
}
