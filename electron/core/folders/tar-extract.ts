import { addAbortSignal, type Readable } from 'node:stream';
import type { Transferable } from 'node:worker_threads';
import { AppError } from '../errors.ts';
import type { ExtractQuestion } from './tar-extract-worker.ts';
import type { WriteReport, WriteRules } from './tree-writer.ts';
import { openWorkerLine } from './worker-line.ts';

const workerFile = new URL('./tar-extract-worker.ts', import.meta.url);
const piecesAhead = 16;

/** The bytes in an `ArrayBuffer` of their own, so that they can move to the worker; copied only where they share one. */
function owned(chunk: Uint8Array): Uint8Array<ArrayBuffer> {
  const { buffer } = chunk;
  if (buffer instanceof ArrayBuffer && buffer.byteLength === chunk.byteLength) return new Uint8Array(buffer);
  return Uint8Array.from(chunk);
}

/**
 * Extracts a plain tar into `rules.into`, an empty directory; `syncTree` makes it durable. Strict: what the
 * scanner or the writer does not like is PACK_HOSTILE or PACK_CORRUPT, and what was written so far stays
 * for the caller to remove. SPACE_EXHAUSTED, FILE_FAILED for the disk.
 *
 * The stream's chunks are given away: a chunk that fills its `ArrayBuffer` is detached. When this rejects,
 * the stream is destroyed.
 */
export async function extractTar(tar: Readable, rules: WriteRules, signal: AbortSignal): Promise<WriteReport> {
  await using line = openWorkerLine<ExtractQuestion, WriteReport | null>(workerFile, signal);
  addAbortSignal(signal, tar);
  const underway: Promise<unknown>[] = [];
  const send = (question: ExtractQuestion, transfer: readonly Transferable[]): void => {
    const taken = line.ask(question, transfer);
    // Ends the loop at once, also while it waits for the next chunk.
    taken.catch((error: Error) => tar.destroy(error));
    underway.push(taken);
  };
  send({ begin: rules }, []);
  for await (const chunk of tar as AsyncIterable<Uint8Array>) {
    const piece = owned(chunk);
    send({ piece }, [piece.buffer]);
    if (underway.length >= piecesAhead) await underway.shift();
  }
  await Promise.all(underway);
  const report = await line.ask({ end: true });
  if (report === null) throw new AppError('INTERNAL', { detail: 'an extraction ended without a report' });
  return report;
}
