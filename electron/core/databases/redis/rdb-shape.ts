const magic = 'REDIS';
const endMark = 0xff;
/** After the end mark comes the checksum. */
const endBytes = 9;

/** Looks at a file of Redis while it passes: how it begins, how it ends, how long it is. */
export class RdbShape {
  #bytes = 0;
  #head = Buffer.alloc(0);
  #tail = Buffer.alloc(0);

  hear(chunk: Buffer): void {
    if (this.#head.length < magic.length) this.#head = Buffer.concat([this.#head, chunk]).subarray(0, magic.length);
    this.#tail = Buffer.concat([this.#tail, chunk.subarray(-endBytes)]).subarray(-endBytes);
    this.#bytes += chunk.length;
  }

  /** What is wrong with it, in words; null when it is whole. */
  faultFor(bytes: number): string | null {
    if (this.#head.toString('latin1') !== magic) return 'it does not begin like a file of Redis';
    if (this.#bytes !== bytes) return `${this.#bytes} bytes came of ${bytes}`;
    return this.#tail[0] === endMark ? null : 'its end marker is missing';
  }
}
