import type { Readable } from 'node:stream';
import type { IndexEntry } from './archive/index-entry.ts';

/** How far the swap of one source has got, found by looking at the place itself. */
export type SwapState =
  /** Nothing of this job is there. */
  | 'untouched'
  /** `new` may be partial or whole; the live data has not been touched. */
  | 'staged'
  /** Some live entries were moved and not all new ones are in place. */
  | 'moving'
  /** New data is live, the old is kept. */
  | 'swapped';

/**
 * The place of one source where a rollback exchanges its data: staging and the old data live in
 * `.lifeboat-<job>/` on the same file system, so that every exchange is a rename.
 *
 * Every method may run again after a crash at any point of itself. None removes old data but `release`.
 */
export interface SwapSite {
  /** Reads only. */
  probe(): Promise<SwapState>;
  /** Throws away earlier staging, then extracts `tar` (plain, already parsed strictly upstream) into `new`. */
  stage(tar: Readable, signal: AbortSignal): Promise<void>;
  /**
   * Makes what was staged durable, reads it back and compares it with the pack's index: type, mode, owner, size,
   * mtime, link target and SHA-256 of every entry; nothing missing, nothing more.
   * Throws PACK_CORRUPT naming the first difference.
   */
  check(index: AsyncIterable<IndexEntry>, signal: AbortSignal): Promise<void>;
  /** Moves the live entries to `old`, then the staged ones in; excluded entries stay where they are. */
  swapIn(): Promise<void>;
  /** Puts the old data back from any state; afterwards the place is as before `swapIn`. */
  swapBack(): Promise<void>;
  /** Deletes `.lifeboat-<job>/` with all that is kept in it. The data that is live stays. */
  release(): Promise<void>;
  /** Bytes that `release` frees: what was live before the swap, or before it was put back; 0 when nothing is kept. */
  keptBytes(): Promise<number>;
}
