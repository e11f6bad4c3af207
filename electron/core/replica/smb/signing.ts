import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { AesCmac } from './cmac.ts';
import type { SigningAlgorithm } from './dialect.ts';
import { commands, headerFlags } from './header.ts';
import type { Outgoing } from './outgoing.ts';

const signatureAt = 48;
const signatureBytes = 16;
const nothing = Buffer.alloc(0);

/** Signs requests and checks answers of one session (MS-SMB2 3.1.4.1). */
export interface Signer {
  readonly algorithm: SigningAlgorithm;
  /** Marks a request as signed and writes its signature. */
  readonly sign: (message: Outgoing) => void;
  /** Whether an answer is signed, and rightly. Zeroes its signature. */
  readonly isGenuine: (message: Buffer) => boolean;
}

/** The signer under a session's signing key. */
export function signerOf(algorithm: SigningAlgorithm, key: Buffer): Signer {
  const code = codes[algorithm](key);
  return {
    algorithm,
    sign: ({ head, payload }) => {
      head.writeUInt32LE((head.readUInt32LE(16) | headerFlags.signed) >>> 0, 16);
      head.fill(0, signatureAt, signatureAt + signatureBytes);
      code(head, payload ?? nothing).copy(head, signatureAt, 0, signatureBytes);
    },
    isGenuine: (message) => {
      const given = Buffer.from(message.subarray(signatureAt, signatureAt + signatureBytes));
      message.fill(0, signatureAt, signatureAt + signatureBytes);
      const isSigned = (message.readUInt32LE(16) & headerFlags.signed) !== 0;
      return isSigned && timingSafeEqual(given, code(message, nothing).subarray(0, signatureBytes));
    },
  };
}

/** The code of a message whose data may lie elsewhere. */
type Code = (head: Buffer, payload: Buffer) => Buffer;

const codes: Readonly<Record<SigningAlgorithm, (key: Buffer) => Code>> = {
  'HMAC-SHA256': (key) => (head, payload) => createHmac('sha256', key).update(head).update(payload).digest(),
  'AES-128-CMAC': (key) => {
    const cmac = new AesCmac(key);
    return (head, payload) => cmac.code(payload.length === 0 ? head : Buffer.concat([head, payload]));
  },
  'AES-128-GMAC': (key) => (head, payload) => {
    const gcm = createCipheriv('aes-128-gcm', key, gmacNonce(head));
    gcm.setAAD(head);
    gcm.setAAD(payload);
    gcm.final();
    return gcm.getAuthTag();
  },
};

/** The message id, then who sent it and whether it is a CANCEL: never the same twice under one key. */
function gmacNonce(message: Buffer): Buffer {
  const nonce = Buffer.alloc(12);
  message.copy(nonce, 0, 24, 32);
  const isAnswer = (message.readUInt32LE(16) & headerFlags.toClient) !== 0;
  const isCancel = message.readUInt16LE(12) === commands.CANCEL;
  nonce[8] = (isAnswer ? 1 : 0) | (isCancel ? 2 : 0);
  return nonce;
}
