import { type TarEntry, type TarHandler, TarScanner } from './tar-scanner.ts';

interface TarFilterOptions {
  /** Names the part in errors. */
  readonly part: string;
  /** Entries for which this is true are cut out, headers and content. */
  readonly drops: (entry: TarEntry) => boolean;
  /** Gets the bytes that stay, in order; valid only during the call. */
  readonly keep: (bytes: Uint8Array) => void;
  /** Hears the entries that stay, with offsets in what stays. */
  readonly handler: TarHandler;
}

/**
 * Scans a tar and cuts entries out of it, passing everything else on unchanged. The bytes of a header are
 * held back until it is known what they announce.
 */
export class TarFilter {
  readonly #options: TarFilterOptions;
  readonly #scanner: TarScanner;
  #chunk: Uint8Array = new Uint8Array(0);
  #base = 0;
  #from = 0;
  #held: Buffer[] = [];
  #mode: 'undecided' | 'keep' | 'drop' = 'undecided';
  #dropped = 0;

  constructor(options: TarFilterOptions) {
    this.#options = options;
    this.#scanner = new TarScanner(
      {
        entry: (entry) => this.#decide(entry),
        data: (chunk) => {
          if (this.#mode === 'keep') options.handler.data(chunk);
        },
        entryEnd: (end) => this.#endEntry(end),
      },
      options.part,
    );
  }

  /** Takes the next bytes of the tar; pieces may be cut anywhere. */
  push(chunk: Uint8Array): void {
    this.#chunk = chunk;
    this.#scanner.push(chunk);
    const end = this.#base + chunk.length;
    if (this.#mode === 'undecided') {
      if (this.#from < end) this.#held.push(Buffer.from(chunk.subarray(Math.max(0, this.#from - this.#base))));
    } else {
      this.#pass(end);
    }
    this.#base = end;
  }

  /** Says that there are no more bytes; passes the end blocks on. */
  end(): void {
    this.#scanner.end();
    for (const bytes of this.#held.splice(0)) this.#options.keep(bytes);
  }

  #decide(entry: TarEntry): void {
    this.#mode = this.#options.drops(entry) ? 'drop' : 'keep';
    const dropped = this.#dropped;
    this.#pass(entry.offset);
    if (this.#mode === 'keep') {
      this.#options.handler.entry({ ...entry, start: entry.start - dropped, offset: entry.offset - dropped });
    }
  }

  #endEntry(end: number): void {
    this.#pass(end);
    if (this.#mode === 'keep') this.#options.handler.entryEnd(end - this.#dropped);
    this.#mode = 'undecided';
  }

  /** Keeps or drops everything up to `to`, an offset in the tar. */
  #pass(to: number): void {
    const held = this.#held.splice(0);
    const start = Math.max(0, this.#from - this.#base);
    if (this.#mode === 'drop') {
      this.#dropped += to - this.#from;
    } else {
      for (const bytes of held) this.#options.keep(bytes);
      if (to - this.#base > start) this.#options.keep(this.#chunk.subarray(start, to - this.#base));
    }
    this.#from = to;
  }
}
