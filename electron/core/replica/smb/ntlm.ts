// The two NTLM messages that a client sends (MS-NLMP 2.2.1).
import { randomBytes } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { malformed } from './malformed.ts';
import { attributeBytes, attributes, type NtlmChallenge } from './ntlm-challenge.ts';
import { clientBlob, type Credentials, hmacMd5, ntlmProof, passwordHash } from './ntlm-keys.ts';
import { Rc4 } from './rc4.ts';

// Unicode, target name, sign, seal, NTLM, always sign, extended session security, version, 128 bits, key exchange, 56 bits.
const wanted = 0xe2088235;
// Extended session security, 128 bits and key exchange: without them keys would be weaker than a current server's.
const needed = 0x60080000;
const version = Buffer.from('0a00614a0000000f', 'hex');
const headBytes = 88;
const micAt = 72;

/** The NEGOTIATE_MESSAGE, which opens the log-on. */
export function negotiateMessage(): Buffer {
  const message = Buffer.alloc(40);
  message.write('NTLMSSP\0', 0, 'latin1');
  message.writeUInt32LE(1, 8);
  message.writeUInt32LE(wanted, 12);
  version.copy(message, 32);
  return message;
}

/** The answer to a challenge, and the secret that it agrees on. */
export interface NtlmAnswer {
  readonly message: Buffer;
  /** What the session's keys come from. */
  readonly sessionKey: Buffer;
}

/** The two messages before the answer. */
export interface NtlmExchange {
  readonly negotiate: Buffer;
  /** As it came, for the code over all three messages. */
  readonly challengeBytes: Buffer;
  readonly challenge: NtlmChallenge;
}

/**
 * The AUTHENTICATE_MESSAGE for a challenge, with the code over all three messages (MIC) so that none of them can be
 * changed on the way. REPLICA_TAMPERED when the server wants weaker keys.
 */
export function authenticateMessage(
  { negotiate, challengeBytes, challenge }: NtlmExchange,
  credentials: Credentials,
  host: string,
  clock: Clock,
): NtlmAnswer {
  if ((challenge.flags & needed) >>> 0 !== needed) throw malformed('NTLM challenge: weaker keys than SMB 3 needs');
  const time = challenge.attributes.find(({ id }) => id === attributes.time)?.value ?? windowsTime(clock());
  if (time.length !== 8) throw malformed('NTLM challenge: a time of another length');
  const ours = new Set<number>([attributes.flags, attributes.targetName, attributes.channelBinding]);
  const info = attributeBytes([
    ...challenge.attributes.filter(({ id }) => !ours.has(id)),
    { id: attributes.flags, value: Buffer.of(2, 0, 0, 0) },
    { id: attributes.channelBinding, value: Buffer.alloc(16) },
    { id: attributes.targetName, value: Buffer.from(`cifs/${host}`, 'utf16le') },
  ]);
  const blob = clientBlob(time, randomBytes(8), info);
  const { proof, baseKey } = ntlmProof(passwordHash(credentials), challenge.serverChallenge, blob);
  const sessionKey = randomBytes(16);
  const message = layOut(
    [
      Buffer.alloc(24),
      Buffer.concat([proof, blob]),
      Buffer.from(credentials.domain, 'utf16le'),
      Buffer.from(credentials.user, 'utf16le'),
      Buffer.from('LIFEBOAT', 'utf16le'),
      new Rc4(baseKey).apply(sessionKey),
    ],
    (challenge.flags & wanted) >>> 0,
  );
  hmacMd5(sessionKey, negotiate, challengeBytes, message).copy(message, micAt);
  return { message, sessionKey };
}

function layOut(payloads: readonly Buffer[], flags: number): Buffer {
  const head = Buffer.alloc(headBytes);
  head.write('NTLMSSP\0', 0, 'latin1');
  head.writeUInt32LE(3, 8);
  let offset = headBytes;
  for (const [index, payload] of payloads.entries()) {
    head.writeUInt16LE(payload.length, 12 + 8 * index);
    head.writeUInt16LE(payload.length, 14 + 8 * index);
    head.writeUInt32LE(offset, 16 + 8 * index);
    offset += payload.length;
  }
  head.writeUInt32LE(flags, 60);
  version.copy(head, 64);
  return Buffer.concat([head, ...payloads]);
}

/** 100 ns since 1601. */
function windowsTime(ms: number): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64LE((BigInt(ms) + 11_644_473_600_000n) * 10_000n);
  return time;
}
