/** Remembers the end of a stream, for the marker with which a dump that is whole ends. */
export class DumpTail {
  readonly #length: number;
  #tail = Buffer.alloc(0);

  /** `length`: in how many of the last bytes the marker has to be. */
  constructor(length: number) {
    this.#length = length;
  }

  hear(chunk: Buffer): void {
    this.#tail =
      chunk.length >= this.#length
        ? Buffer.from(chunk.subarray(-this.#length))
        : Buffer.concat([this.#tail, chunk]).subarray(-this.#length);
  }

  has(marker: string): boolean {
    return this.#tail.includes(marker);
  }
}
