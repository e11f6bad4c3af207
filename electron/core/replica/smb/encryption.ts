import { createCipheriv, createDecipheriv } from 'node:crypto';
import { ccmOpen, type CcmSealed, ccmSeal } from './ccm.ts';
import type { Cipher } from './dialect.ts';
import { Fields } from './fields.ts';
import { malformed } from './malformed.ts';
import type { Outgoing } from './outgoing.ts';
import type { SessionKeys } from './session-keys.ts';

const transformBytes = 52;
const transformId = 0xfd534d42;
const associatedAt = 20;

/** Encrypts the messages of one session and decrypts the server's (MS-SMB2 3.1.4.3). */
export interface Sealer {
  readonly cipher: Cipher;
  /** The transform header and the ciphertext of a message. */
  readonly seal: (message: Outgoing) => readonly Buffer[];
  /** The message in an encrypted frame. REPLICA_TAMPERED when one bit of it is another. */
  readonly open: (frame: Buffer) => Buffer;
}

/** Whether a frame says that it is encrypted. */
export function isSealed(frame: Buffer): boolean {
  return frame.length >= 4 && frame.readUInt32BE(0) === transformId;
}

/** The sealer of a session. Nonces are a counter: none is used twice under one key. */
export function sealerOf(cipher: Cipher, keys: SessionKeys, sessionId: bigint): Sealer {
  const nonceBytes = cipher.mode === 'ccm' ? 11 : 12;
  let sent = 0n;
  return {
    cipher,
    seal: (message) => {
      sent += 1n;
      const header = Buffer.alloc(transformBytes);
      header.writeUInt32BE(transformId, 0);
      header.writeBigUInt64LE(sent, associatedAt);
      header.writeUInt32LE(message.head.length + (message.payload?.length ?? 0), 36);
      header.writeUInt16LE(1, 42);
      header.writeBigUInt64LE(sessionId, 44);
      const nonce = header.subarray(associatedAt, associatedAt + nonceBytes);
      const { ciphertext, tag } = encrypt(cipher, keys.toServer, nonce, header.subarray(associatedAt), message);
      tag.copy(header, 4);
      return [header, ...ciphertext];
    },
    open: (frame) => {
      const fields = new Fields(frame, 'encrypted frame');
      if (fields.u64(44) !== sessionId) throw malformed('encrypted for another session');
      if (fields.u16(42) !== 1) throw malformed('an encrypted frame with unknown flags');
      if (fields.u32(36) !== frame.length - transformBytes) throw malformed('an encrypted frame of another length');
      const nonce = frame.subarray(associatedAt, associatedAt + nonceBytes);
      const sealed = { ciphertext: frame.subarray(transformBytes), tag: frame.subarray(4, associatedAt) };
      return decrypt(cipher, keys.fromServer, nonce, frame.subarray(associatedAt, transformBytes), sealed);
    },
  };
}

function encrypt(
  cipher: Cipher,
  key: Buffer,
  nonce: Buffer,
  associated: Buffer,
  { head, payload }: Outgoing,
): { readonly ciphertext: readonly Buffer[]; readonly tag: Buffer } {
  if (cipher.mode === 'ccm') {
    const message = payload === null ? head : Buffer.concat([head, payload]);
    const { ciphertext, tag } = ccmSeal(key, nonce, associated, message);
    return { ciphertext: [ciphertext], tag };
  }
  const gcm = createCipheriv(gcmName(cipher), key, nonce);
  gcm.setAAD(associated);
  const ciphertext = payload === null ? [gcm.update(head)] : [gcm.update(head), gcm.update(payload)];
  gcm.final();
  return { ciphertext, tag: gcm.getAuthTag() };
}

function decrypt(cipher: Cipher, key: Buffer, nonce: Buffer, associated: Buffer, sealed: CcmSealed): Buffer {
  if (cipher.mode === 'ccm') {
    const message = ccmOpen(key, nonce, associated, sealed);
    if (message === null) throw malformed('an encrypted frame that does not decrypt');
    return message;
  }
  const gcm = createDecipheriv(gcmName(cipher), key, nonce, { authTagLength: 16 });
  gcm.setAAD(associated);
  gcm.setAuthTag(sealed.tag);
  const message = gcm.update(sealed.ciphertext);
  try {
    gcm.final();
  } catch (error) {
    throw malformed('an encrypted frame that does not decrypt', error);
  }
  return message;
}

function gcmName({ keyBytes }: Cipher): 'aes-128-gcm' | 'aes-256-gcm' {
  return keyBytes === 16 ? 'aes-128-gcm' : 'aes-256-gcm';
}
