// AES-CCM (RFC 3610) with SMB's sizes: 11 bytes of nonce, 16 of tag. Made of CTR and CBC, because the runtime of the
// panel has no CCM of its own. Both directions cost the same.
import { createCipheriv, timingSafeEqual } from 'node:crypto';

const zeroBlock = Buffer.alloc(16);
const pieceBytes = 256 * 1024;
// 64 × (there is associated data) + 8 × (tag length - 2) / 2 + (length of the length field - 1)
const firstFlags = 64 + 8 * 7 + 3;
const counterFlags = 3;

/** An encrypted message and its 16-byte tag. */
export interface CcmSealed {
  readonly ciphertext: Buffer;
  readonly tag: Buffer;
}

/** Encrypts. `key` of 16 or 32 bytes, `nonce` of 11, `associated` under 65,280 bytes. */
export function ccmSeal(key: Buffer, nonce: Buffer, associated: Buffer, plaintext: Buffer): CcmSealed {
  const { first, output } = counted(key, nonce, plaintext);
  return { ciphertext: output, tag: xor(authenticated(key, nonce, associated, plaintext), first) };
}

/** Decrypts; null when the tag does not fit. */
export function ccmOpen(key: Buffer, nonce: Buffer, associated: Buffer, { ciphertext, tag }: CcmSealed): Buffer | null {
  const { first, output } = counted(key, nonce, ciphertext);
  const expected = xor(authenticated(key, nonce, associated, output), first);
  return tag.length === 16 && timingSafeEqual(expected, tag) ? output : null;
}

function counted(key: Buffer, nonce: Buffer, input: Buffer): { readonly first: Buffer; readonly output: Buffer } {
  const start = Buffer.concat([Buffer.of(counterFlags), nonce, Buffer.alloc(4)]);
  const ctr = createCipheriv(`aes-${key.length * 8}-ctr`, key, start);
  return { first: ctr.update(zeroBlock), output: ctr.update(input) };
}

function authenticated(key: Buffer, nonce: Buffer, associated: Buffer, plaintext: Buffer): Buffer {
  const cbc = createCipheriv(`aes-${key.length * 8}-cbc`, key, zeroBlock).setAutoPadding(false);
  const size = Buffer.alloc(4);
  size.writeUInt32BE(plaintext.length);
  cbc.update(Buffer.concat([Buffer.of(firstFlags), nonce, size]));
  const prefix = Buffer.alloc(2);
  prefix.writeUInt16BE(associated.length);
  let end = cbc.update(inBlocks(Buffer.concat([prefix, associated])));
  const whole = plaintext.length - (plaintext.length % 16);
  for (let at = 0; at < whole; at += pieceBytes) {
    end = cbc.update(plaintext.subarray(at, Math.min(whole, at + pieceBytes)));
  }
  if (whole < plaintext.length) end = cbc.update(inBlocks(plaintext.subarray(whole)));
  return end.subarray(end.length - 16);
}

function inBlocks(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((16 - (bytes.length % 16)) % 16)]);
}

function xor(a: Buffer, b: Buffer): Buffer {
  return Buffer.from(a.map((byte, index) => byte ^ (b[index] ?? 0)));
}
