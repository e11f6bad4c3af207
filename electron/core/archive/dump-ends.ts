import type { DatabaseEngine } from '../../../shared/model/database.ts';

// More than any tool writes after its mark.
const lookBytes = 1024;

/** Looks, while the bytes of a dump go by, whether it begins and ends as its engine's own tool begins and ends one. */
export class DumpEnds {
  readonly #engine: DatabaseEngine;
  #head: Buffer = Buffer.alloc(0);
  #tail: Buffer = Buffer.alloc(0);

  constructor(engine: DatabaseEngine) {
    this.#engine = engine;
  }

  /** The next bytes; they may be used again afterwards. */
  push(piece: Uint8Array): void {
    if (this.#head.length < lookBytes)
      this.#head = Buffer.concat([this.#head, piece.subarray(0, lookBytes - this.#head.length)]);
    this.#tail = Buffer.concat([this.#tail, piece.subarray(-lookBytes)]).subarray(-lookBytes);
  }

  /** Of everything that was pushed. */
  get whole(): boolean {
    const text = this.#tail.toString('latin1');
    if (this.#engine === 'postgresql') return /^-- PostgreSQL database (?:cluster )?dump complete$/mu.test(text);
    if (this.#engine === 'mysql') return /^-- Dump completed(?: on .*)?$/mu.test(text);
    // Nothing writes dumps of MongoDB yet, so nobody can say that one is whole.
    return this.#engine === 'redis' && this.#head.toString('latin1').startsWith('REDIS') && this.#tail.at(-9) === 0xff;
  }
}
