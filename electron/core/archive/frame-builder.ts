import { frameBytes } from './frames.ts';

/** Hands a filled frame on: the first `length` bytes of `buffer` count, which is lent until `giveBack`. */
export type FrameEmit = (buffer: SharedArrayBuffer, length: number) => void;

/**
 * Collects bytes into frames in shared buffers that come back to be used again: a tar of any size costs the
 * memory of a few frames, and handing one to another thread costs nothing. `room` is where the producer waits for buffers.
 */
export class FrameBuilder {
  readonly #emit: FrameEmit;
  readonly #limit: number;
  readonly #free: SharedArrayBuffer[] = [];
  #out = 0;
  #current: Uint8Array<SharedArrayBuffer> | null = null;
  #fill = 0;
  #wake: (() => void) | null = null;

  /** `limit`: buffers that may be given away at once before `room` waits. */
  constructor(emit: FrameEmit, limit: number) {
    this.#emit = emit;
    this.#limit = limit;
  }

  /** The unfilled rest of the present frame, never empty. Write into it, then `commit`. */
  space(): Uint8Array {
    this.#current ??= new Uint8Array(this.#free.pop() ?? new SharedArrayBuffer(frameBytes));
    return this.#current.subarray(this.#fill);
  }

  /** Takes over `length` bytes that were written into `space()`. */
  commit(length: number): void {
    this.#fill += length;
    if (this.#fill === frameBytes) this.#send();
  }

  append(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      const space = this.space();
      const length = Math.min(space.length, bytes.length - at);
      space.set(length === bytes.length ? bytes : bytes.subarray(at, at + length));
      this.commit(length);
      at += length;
    }
  }

  /** Sends what is left as the last, shorter frame. */
  finish(): void {
    if (this.#fill > 0) this.#send();
  }

  /** A buffer that was given away is not needed any more. */
  giveBack(buffer: SharedArrayBuffer): void {
    this.#out -= 1;
    this.#free.push(buffer);
    this.#wake?.();
  }

  /** Resolves when fewer buffers are away than the limit. */
  async room(): Promise<void> {
    while (this.#out >= this.#limit) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }

  #send(): void {
    const buffer = this.#current?.buffer;
    const length = this.#fill;
    this.#current = null;
    this.#fill = 0;
    if (buffer === undefined) return;
    this.#out += 1;
    this.#emit(buffer, length);
  }
}
