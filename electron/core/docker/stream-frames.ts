const headerBytes = 8;
const standardError = 2;

/**
 * Takes apart what the engine sends of a process without a terminal: before every piece stand eight bytes, the
 * stream's number first and the piece's length at 4. Pieces are passed on as they come, uncopied.
 */
export class StreamFrames {
  readonly #hear: { readonly out: (piece: Buffer) => void; readonly err: (piece: Buffer) => void };
  #header = Buffer.alloc(0);
  #left = 0;
  #isError = false;

  constructor(hear: { readonly out: (piece: Buffer) => void; readonly err: (piece: Buffer) => void }) {
    this.#hear = hear;
  }

  /** Whether the stream may end here. */
  get isWhole(): boolean {
    return this.#left === 0 && this.#header.length === 0;
  }

  feed(chunk: Buffer): void {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#left === 0) {
        const missing = headerBytes - this.#header.length;
        this.#header = Buffer.concat([this.#header, rest.subarray(0, missing)]);
        rest = rest.subarray(missing);
        if (this.#header.length < headerBytes) return;
        this.#isError = this.#header.readUInt8(0) === standardError;
        this.#left = this.#header.readUInt32BE(4);
        this.#header = Buffer.alloc(0);
        continue;
      }
      const piece = rest.subarray(0, this.#left);
      this.#left -= piece.length;
      rest = rest.subarray(piece.length);
      if (this.#isError) this.#hear.err(piece);
      else this.#hear.out(piece);
    }
  }
}
