// The arithmetic of NTLMv2 (MS-NLMP 3.3.2 and 3.4), without any message.
import { createHash, createHmac } from 'node:crypto';
import { md4 } from './md4.ts';
import { Rc4 } from './rc4.ts';

/** Who logs on. */
export interface Credentials {
  readonly user: string;
  /** Empty for an account of the server itself. */
  readonly domain: string;
  readonly password: string;
}

/** HMAC-MD5 over the parts one after the other. */
export function hmacMd5(key: Buffer, ...parts: readonly Buffer[]): Buffer {
  const hmac = createHmac('md5', key);
  for (const part of parts) hmac.update(part);
  return hmac.digest();
}

/** NTOWFv2: what stands for the password from here on. */
export function passwordHash({ user, domain, password }: Credentials): Buffer {
  // Windows knows no capital of ß: a letter whose capital is longer stays as it is.
  const name = user.replaceAll(/./gsu, (letter) => {
    const capital = letter.toUpperCase();
    return capital.length > letter.length ? letter : capital;
  });
  return hmacMd5(md4(Buffer.from(password, 'utf16le')), Buffer.from(name + domain, 'utf16le'));
}

/** Client's part of the response: `time` in the server's own form, `targetInfo` with its end mark. */
export function clientBlob(time: Buffer, clientChallenge: Buffer, targetInfo: Buffer): Buffer {
  return Buffer.concat([
    Buffer.of(1, 1, 0, 0, 0, 0, 0, 0),
    time,
    clientChallenge,
    Buffer.alloc(4),
    targetInfo,
    Buffer.alloc(4),
  ]);
}

/** What the password and one challenge give. */
export interface NtlmProof {
  /** NTProofStr. */
  readonly proof: Buffer;
  /** SessionBaseKey, which NTLMv2 also exchanges keys with. */
  readonly baseKey: Buffer;
}

/** Shows knowledge of the password for one challenge. */
export function ntlmProof(hash: Buffer, serverChallenge: Buffer, blob: Buffer): NtlmProof {
  const proof = hmacMd5(hash, serverChallenge, blob);
  return { proof, baseKey: hmacMd5(hash, proof) };
}

/** Who a signature is from. */
export type NtlmSide = 'client' | 'server';

/** Signs and seals what one side sends, in order; with extended session security and 128-bit keys (MS-NLMP 3.4.4.2). */
export class NtlmSignatures {
  readonly #signing: Buffer;
  readonly #stream: Rc4;
  #sequence = 0;

  constructor(sessionKey: Buffer, side: NtlmSide) {
    const direction = side === 'client' ? 'client-to-server' : 'server-to-client';
    this.#signing = magicKey(sessionKey, `session key to ${direction} signing key magic constant`);
    this.#stream = new Rc4(magicKey(sessionKey, `session key to ${direction} sealing key magic constant`));
  }

  /** Encrypts a message in place of sending it plain; its signature comes next. */
  seal(message: Buffer): Buffer {
    return this.#stream.apply(message);
  }

  /** The 16-byte signature of the next message in order. */
  sign(message: Buffer): Buffer {
    const sequence = Buffer.alloc(4);
    sequence.writeUInt32LE(this.#sequence);
    this.#sequence += 1;
    const checksum = hmacMd5(this.#signing, sequence, message).subarray(0, 8);
    return Buffer.concat([Buffer.of(1, 0, 0, 0), this.#stream.apply(checksum), sequence]);
  }
}

function magicKey(sessionKey: Buffer, magic: string): Buffer {
  return createHash('md5').update(sessionKey).update(`${magic}\0`, 'latin1').digest();
}
