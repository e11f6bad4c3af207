const minute = 60_000;
const pauses = [1, 5, 30, 120, 360].map((minutes) => minutes * minute);

/** The one rule of retries: when a message is tried again after so many attempts, in ms; null: it is given up. */
export function nextAttempt(attempts: number, now: number): number | null {
  const pause = pauses[attempts - 1];
  return pause === undefined ? null : now + pause;
}
