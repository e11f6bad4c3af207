import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { AppError, detailOf } from '../errors.ts';
import { Dress } from './directory-dress.ts';
import { errnoOf } from '../file-failure.ts';

const Keys = z.array(z.string().min(1));

/**
 * What a swap will do, written to `moves.json` before its first rename: whoever finds it can finish or
 * undo the swap. Paths are relative to the root with one character per byte, so they may be any bytes.
 */
export const SwapRecord = z.strictObject({
  formatVersion: z.literal(1),
  phase: z.enum(['forward', 'swapped', 'back', 'undone']),
  aside: Keys,
  out: Keys,
  in: Keys,
  stay: Keys,
  /** Directories that keep their place and get the pack's owner, mode and time; `.` is the root. */
  dressed: z.array(z.strictObject({ key: z.string().min(1), before: Dress, after: Dress })),
});
export type SwapRecord = z.infer<typeof SwapRecord>;

/** Null when no swap has begun. FILE_FAILED when the record cannot be understood: then nobody may guess. */
export async function readSwapRecord(file: string): Promise<SwapRecord | null> {
  try {
    return SwapRecord.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return null;
    throw new AppError('FILE_FAILED', { path: file, detail: detailOf(error) }, { cause: error });
  }
}

/** Durable when it returns, and never half written: a crash leaves the record from before or this one. */
export async function writeSwapRecord(file: string, record: SwapRecord): Promise<void> {
  await writeDurably(file, `${JSON.stringify(record, null, 1)}\n`);
}
