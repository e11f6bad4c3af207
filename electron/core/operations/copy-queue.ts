import type { ErrorCode } from '../../../shared/errors.ts';

const minuteMs = 60_000;
/** How long is waited after the first tries that failed; after more, the last. */
const pausesMs: readonly number[] = [5 * minuteMs, 15 * minuteMs, 60 * minuteMs];

/** When a copy is tried again after it has failed `tries` times (at least 1). `now` and the answer in ms. */
export function nextTryAt(tries: number, now: number): number {
  return now + (pausesMs[Math.min(tries, pausesMs.length) - 1] ?? 60 * minuteMs);
}

/** Whether a copy is to be tried now: also when a clock that was ahead has put it off for longer than is ever waited. */
export function isDue(nextTry: string | null, now: number): boolean {
  const at = nextTry === null ? now : Date.parse(nextTry);
  return at <= now || at > now + 60 * minuteMs;
}

/** What no other try would change: the pack here is not good, or its name belongs to somebody else there. */
const final: ReadonlySet<ErrorCode> = new Set([
  'PACK_CORRUPT',
  'PACK_HOSTILE',
  'PACK_INCOMPLETE',
  'PACK_MANIFEST_INVALID',
  'PACK_NOT_A_PACK',
  'PACK_FOREIGN',
  'PACK_FUTURE_VERSION',
  'BACKUP_NOT_COMPLETE',
  'BACKUP_FILES_MISSING',
  'REPLICA_PATH_TAKEN',
]);

/** Whether a failure is about this one pack, and says nothing of its target or of the next pack. */
export function isAboutThePack(code: ErrorCode): boolean {
  return final.has(code);
}
