import { createCipheriv } from 'node:crypto';

const zeroBlock = Buffer.alloc(16);

// One native call per so many bytes: enough to be fast, and no ciphertext as long as the message is kept.
const pieceBytes = 256 * 1024;

/** AES-128-CMAC (RFC 4493) of messages under one key, by the runtime's own AES-CBC. */
export class AesCmac {
  readonly #key: Buffer;
  readonly #whole: Buffer;
  readonly #padded: Buffer;

  constructor(key: Buffer) {
    this.#key = key;
    const ecb = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    this.#whole = doubled(ecb.update(zeroBlock));
    this.#padded = doubled(this.#whole);
  }

  /** The 16-byte code of a message. */
  code(message: Buffer): Buffer {
    const rest = message.length % 16;
    const isWhole = message.length > 0 && rest === 0;
    const lastAt = isWhole ? message.length - 16 : message.length - rest;
    const last = Buffer.alloc(16);
    message.copy(last, 0, lastAt);
    if (!isWhole) last[rest] = 0x80;
    const subkey = isWhole ? this.#whole : this.#padded;
    const cbc = createCipheriv('aes-128-cbc', this.#key, zeroBlock).setAutoPadding(false);
    for (let at = 0; at < lastAt; at += pieceBytes) cbc.update(message.subarray(at, Math.min(lastAt, at + pieceBytes)));
    return cbc.update(last.map((byte, index) => byte ^ (subkey[index] ?? 0)));
  }
}

/** A block times x in GF(2^128), RFC 4493 section 2.3. */
function doubled(block: Buffer): Buffer {
  const result = block.map((byte, index) => ((byte << 1) | ((block[index + 1] ?? 0) >> 7)) & 255);
  if ((block[0] ?? 0) & 0x80) result[15] = (result[15] ?? 0) ^ 0x87;
  return Buffer.from(result);
}
