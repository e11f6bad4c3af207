import { createHash, type Hash } from 'node:crypto';
import { indexEntryOf } from './index-line.ts';
import type { TarEntry, TarHandler } from './tar-scanner.ts';

// A captured member is parsed as JSON; larger ones are not what they claim to be.
const largestCapture = 4 * 1024 * 1024;

/**
 * Makes the index of a tar while it is scanned: one JSON line per entry with the SHA-256 of its content.
 * Also keeps the content of a few small members that the caller must read (`capture`).
 */
export class IndexBuilder implements TarHandler {
  readonly captured = new Map<string, Buffer>();
  readonly #line: (line: string) => void;
  readonly #capture: ReadonlySet<string>;
  #entry: TarEntry | null = null;
  #hash: Hash | null = null;
  #pieces: Buffer[] | null = null;
  entries = 0;

  /** `line` gets each index line with its newline. `capture` names members by path. */
  constructor(line: (line: string) => void, capture: readonly string[]) {
    this.#line = line;
    this.#capture = new Set(capture);
  }

  entry(entry: TarEntry): void {
    this.#entry = entry;
    this.#hash = entry.type === 'file' ? createHash('sha256') : null;
    this.#pieces = this.#capture.has(entry.path.toString('utf8')) && entry.size <= largestCapture ? [] : null;
  }

  data(chunk: Uint8Array): void {
    this.#hash?.update(chunk);
    this.#pieces?.push(Buffer.from(chunk));
  }

  entryEnd(): void {
    const entry = this.#entry;
    if (entry === null) return;
    this.entries += 1;
    if (this.#pieces !== null) this.captured.set(entry.path.toString('utf8'), Buffer.concat(this.#pieces));
    this.#line(`${JSON.stringify(indexEntryOf(entry, this.#hash?.digest('hex') ?? null))}\n`);
    this.#entry = null;
  }
}
