import { createHash } from 'node:crypto';
import type { PackFormat } from '../../../shared/model/backup.ts';
import { createCompressor, type FrameCompressor } from './frames.ts';
import type { PartFile } from './part-file.ts';
import { encodeSeekTable, type FrameSize } from './seek-table.ts';
import { freeBuffer } from './spent-buffer.ts';

/** What a finished part is, in bytes and lower-case hex. */
export interface PartDigest {
  readonly rawBytes: number;
  readonly storedBytes: number;
  readonly rawSha256: string;
  readonly storedSha256: string;
}

// Enough that no lane waits while frames before it are written.
const inFlight = 6;

/**
 * Takes raw frames in order, compresses several at once on libuv's pool, and writes them in order.
 * Hashes both sides. After a failure every later call fails with it.
 */
export class FrameSink implements Disposable {
  readonly #file: PartFile;
  readonly #format: PackFormat;
  readonly #compressor: FrameCompressor;
  readonly #hash = createHash('sha256');
  readonly #frames: FrameSize[] = [];
  readonly #pending: Promise<void>[] = [];
  #tail: Promise<void> = Promise.resolve();
  #rawBytes = 0;

  constructor(file: PartFile, format: PackFormat, level: number) {
    this.#file = file;
    this.#format = format;
    this.#compressor = createCompressor(format, level);
  }

  /** Resolves when there is room for the next frame; `spent` is called when `raw` is not needed any more. */
  async push(raw: Uint8Array, spent?: () => void): Promise<void> {
    this.#hash.update(raw);
    this.#rawBytes += raw.length;
    const compressed = this.#compressor.compress(raw);
    const before = this.#tail;
    this.#tail = this.#store(raw.length, compressed, before, spent);
    // `finish` and the wait below see the failure; this keeps Node from calling it unhandled meanwhile.
    this.#tail.catch(() => undefined);
    this.#pending.push(this.#tail);
    if (this.#pending.length >= inFlight) await this.#pending.shift();
  }

  async #store(
    rawLength: number,
    compressed: Promise<readonly Buffer[]>,
    before: Promise<void>,
    spent?: () => void,
  ): Promise<void> {
    const [pieces] = await Promise.all([compressed, before]);
    spent?.();
    this.#frames.push({ stored: pieces.reduce((sum, piece) => sum + piece.length, 0), raw: rawLength });
    for (const piece of pieces) {
      await this.#file.write(piece);
      freeBuffer(piece);
    }
  }

  /** Waits for all frames, writes the seek table (zstd), and says what the part is. Call once. */
  async finish(): Promise<PartDigest> {
    await this.#tail;
    // An empty part still has to be a stream that the ordinary tools open.
    if (this.#frames.length === 0) {
      await this.push(new Uint8Array(0));
      await this.#tail;
    }
    if (this.#format === 'zstd') await this.#file.write(encodeSeekTable(this.#frames));
    return {
      rawBytes: this.#rawBytes,
      storedBytes: this.#file.bytes,
      rawSha256: this.#hash.digest('hex'),
      storedSha256: this.#file.digest(),
    };
  }

  [Symbol.dispose](): void {
    this.#compressor[Symbol.dispose]();
  }
}
