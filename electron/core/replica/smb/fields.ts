import { malformed } from './malformed.ts';

/**
 * Reads the little-endian fields of one answer. Every read is checked against the bytes that are really there, so a
 * length that lies is REPLICA_TAMPERED and nothing else.
 */
export class Fields {
  readonly bytes: Buffer;
  readonly #what: string;

  /** `what` names the answer in an error, e.g. `CREATE`. */
  constructor(bytes: Buffer, what: string) {
    this.bytes = bytes;
    this.#what = what;
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.#need(at, 1).readUInt8(at);
  }

  u16(at: number): number {
    return this.#need(at, 2).readUInt16LE(at);
  }

  u32(at: number): number {
    return this.#need(at, 4).readUInt32LE(at);
  }

  u64(at: number): bigint {
    return this.#need(at, 8).readBigUInt64LE(at);
  }

  /** A 64-bit size that a JavaScript number holds exactly. */
  size(at: number): number {
    const value = Number(this.u64(at));
    if (!Number.isSafeInteger(value)) throw malformed(`${this.#what}: a size beyond all disks`);
    return value;
  }

  /** Not a copy. */
  slice(at: number, length: number): Buffer {
    return this.#need(at, length).subarray(at, at + length);
  }

  /** A part with fields of its own; their offsets begin at 0. */
  part(at: number, length: number): Fields {
    return new Fields(this.slice(at, length), this.#what);
  }

  /** UTF-16LE. */
  text(at: number, length: number): string {
    return this.slice(at, length).toString('utf16le');
  }

  /** Fails unless the field that names the structure's size says what the protocol demands. */
  expectStructure(at: number, size: number): void {
    if (this.u16(at) !== size) throw malformed(`${this.#what}: structure size ${this.u16(at)} instead of ${size}`);
  }

  #need(at: number, length: number): Buffer {
    if (at < 0 || length < 0 || at + length > this.bytes.length) {
      throw malformed(`${this.#what}: a field beyond its end`);
    }
    return this.bytes;
  }
}
