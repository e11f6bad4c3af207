import { createCipheriv, createHash, type Cipheriv } from 'node:crypto';

const tableSize = 65_536;

/** Bytes of the kinds that data is made of, the same ones for the same seed. No two pieces repeat each other. */
export class CorpusBytes {
  readonly #cipher: Cipheriv;
  readonly #words: readonly Buffer[];
  /** Which word (which byte of a binary) a random 16-bit number stands for: a few often, most of them seldom. */
  readonly #wordOf = new Uint16Array(tableSize);
  readonly #byteOf = new Uint8Array(tableSize);

  constructor(seed: string) {
    const key = createHash('sha256').update(seed).digest();
    this.#cipher = createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16));
    this.#words = Array.from({ length: 8192 }, () => this.#word());
    for (let n = 0; n < tableSize; n += 1) {
      this.#wordOf[n] = Math.floor(8192 ** (n / tableSize)) - 1;
      this.#byteOf[n] = Math.floor(256 * (n / tableSize) ** 2.5);
    }
  }

  /** Between 0 and 1. */
  fraction(): number {
    return this.random(4).readUInt32LE() / 2 ** 32;
  }

  random(length: number): Buffer {
    return this.#cipher.update(Buffer.alloc(length));
  }

  text(length: number): Buffer {
    const text = Buffer.allocUnsafe(length);
    // Words are 3 bytes or longer with their space.
    const choices = this.#choices(Math.ceil(length / 3));
    for (let at = 0, n = 0; at < length; n += 1) {
      const word = this.#words[this.#wordOf[choices[n] ?? 0] ?? 0];
      if (word === undefined) throw new Error('no such word');
      for (let i = 0; i < word.length && at < length; i += 1, at += 1) text[at] = word[i] ?? 0;
    }
    return text;
  }

  /** Bytes of uneven frequency; a third of them repeats what stood up to 32 KiB before, as machine code does. */
  binary(length: number): Buffer {
    const binary = Buffer.allocUnsafe(length);
    const choices = this.#choices(length);
    for (let at = 0; at < length; ) {
      const choice = choices[at] ?? 0;
      const fragment = Math.min(24, length - at);
      const distance = 24 + ((choice * 7) & 0x7fff);
      if (choice < 1250 && distance <= at) {
        binary.copyWithin(at, at - distance, at - distance + fragment);
        at += fragment;
      } else {
        binary[at] = this.#byteOf[choice] ?? 0;
        at += 1;
      }
    }
    return binary;
  }

  #choices(count: number): Uint16Array {
    const { buffer, byteOffset } = this.random(count * 2);
    return byteOffset % 2 === 0
      ? new Uint16Array(buffer, byteOffset, count)
      : new Uint16Array(buffer.slice(byteOffset, byteOffset + count * 2));
  }

  #word(): Buffer {
    const length = 2 + Math.floor(this.fraction() * 9);
    const letters = this.random(length);
    return Buffer.from(`${String.fromCharCode(...letters.map((letter) => 97 + (letter % 26)))} `);
  }
}
