import { malformed } from './malformed.ts';

/** The longest answer that this client ever asks for: 1 MiB of data, and its headers. */
const longestFrame = 1024 * 1024 + 4096;

/**
 * Cuts the bytes of a connection into frames (a zero byte, three of length, the frame). Every frame is memory of its
 * own; one at most is held.
 */
export class FrameSplitter {
  readonly #head = Buffer.alloc(4);
  #headFilled = 0;
  #frame: Buffer | null = null;
  #filled = 0;

  /** The frames that `chunk` completes. REPLICA_TAMPERED for one that nobody asked for. */
  *push(chunk: Buffer): Generator<Buffer, void, undefined> {
    for (let at = 0; at < chunk.length; ) {
      if (this.#frame === null) {
        at += this.#takeHead(chunk, at);
        continue;
      }
      const copied = chunk.copy(this.#frame, this.#filled, at);
      this.#filled += copied;
      at += copied;
      if (this.#filled === this.#frame.length) {
        yield this.#frame;
        this.#frame = null;
      }
    }
  }

  #takeHead(chunk: Buffer, at: number): number {
    const copied = chunk.copy(this.#head, this.#headFilled, at);
    this.#headFilled += copied;
    if (this.#headFilled === this.#head.length) {
      const length = this.#head.readUInt32BE(0);
      if (length < 4 || length > longestFrame) throw malformed(`a frame of ${length} bytes`);
      this.#frame = Buffer.allocUnsafeSlow(length);
      this.#filled = 0;
      this.#headFilled = 0;
    }
    return copied;
  }
}
