import { timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import type { Posted, SmbConnection } from './connection.ts';
import { sealerOf } from './encryption.ts';
import { headerBytes } from './header.ts';
import { malformed } from './malformed.ts';
import type { Negotiated } from './negotiate.ts';
import { authenticateMessage, negotiateMessage } from './ntlm.ts';
import { attributes, type NtlmChallenge, readChallenge } from './ntlm-challenge.ts';
import { type Credentials, NtlmSignatures } from './ntlm-keys.ts';
import { orAborted } from './or-aborted.ts';
import type { Reply } from './pending.ts';
import type { Protection } from './protection.ts';
import type { PreauthHash } from './preauth.ts';
import { sessionKeys } from './session-keys.ts';
import { signerOf } from './signing.ts';
import { firstToken, mechanismList, readToken, secondToken } from './spnego.ts';
import { logonError, status } from './status.ts';

const guestOrAnonymous = 3;
const demandsEncryption = 4;

/** A log-on that went through. */
export interface Session {
  readonly protection: Protection;
  /** The server's own name: DNS if it has one, else NetBIOS. */
  readonly machine: string | null;
}

interface LogOn {
  readonly connection: SmbConnection;
  readonly negotiated: Negotiated;
  readonly preauth: PreauthHash;
  readonly credentials: Credentials;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Logs on with NTLMv2 and turns on the protection of the connection: encryption where the server has any, else
 * signatures. REPLICA_LOGON_REFUSED, REPLICA_GUEST_REFUSED, REPLICA_ENCRYPTION_MISSING, REPLICA_TAMPERED.
 */
export async function logOn(by: LogOn): Promise<Session> {
  const { connection, negotiated, preauth, credentials, signal } = by;
  const { host } = connection.address;
  const negotiate = negotiateMessage();
  const offered = await exchange(by, firstToken(negotiate));
  if (offered.header.status !== status.moreProcessing) throw refusal(offered, by);
  preauth.add(offered.message.bytes);
  connection.enterSession(offered.header.sessionId);
  const challengeBytes = readToken(tokenOf(offered)).ntlm;
  if (challengeBytes === null) throw malformed('SESSION_SETUP: no NTLM challenge');
  const challenge = readChallenge(challengeBytes);
  const exchanged = { negotiate, challengeBytes, challenge };
  const { message, sessionKey } = authenticateMessage(exchanged, credentials, host, by.clock);
  const signature = new NtlmSignatures(sessionKey, 'client').sign(mechanismList);
  const accepted = await exchange(by, secondToken(message, signature));
  if (accepted.header.status !== status.ok) throw refusal(accepted, by);
  const flags = accepted.message.u16(66);
  if ((flags & guestOrAnonymous) !== 0) throw new AppError('REPLICA_GUEST_REFUSED', { host, user: credentials.user });
  if ((flags & demandsEncryption) !== 0 && negotiated.cipher === null) {
    throw new AppError('REPLICA_ENCRYPTION_MISSING', { host });
  }
  const { sessionId } = accepted.header;
  if (sessionId !== offered.header.sessionId) throw malformed('SESSION_SETUP: an answer of another session');
  const { dialect, cipher, signing } = negotiated;
  const keys = sessionKeys(dialect, sessionKey, preauth.value, cipher?.keyBytes ?? 16);
  const signer = signerOf(signing, keys.signing);
  checkMechanismSignature(tokenOf(accepted), sessionKey);
  // Whoever has this signature right knows the password, and saw the same messages.
  if (!signer.isGenuine(accepted.message.bytes)) throw malformed('SESSION_SETUP: a signature that does not fit');
  const sealer = cipher === null ? null : sealerOf(cipher, keys, sessionId);
  const protection = { sessionId, signer, sealer };
  connection.protect(protection);
  signal.throwIfAborted();
  return { protection, machine: machineOf(challenge) };
}

async function exchange({ connection, preauth, signal }: LogOn, token: Buffer): Promise<Reply> {
  const fixed = Buffer.alloc(24);
  fixed.writeUInt16LE(25, 0);
  // Signing required.
  fixed[3] = 2;
  fixed.writeUInt16LE(headerBytes + fixed.length, 12);
  fixed.writeUInt16LE(token.length, 14);
  const posted: Posted = await connection.post(
    { command: 'SESSION_SETUP', body: Buffer.concat([fixed, token]) },
    signal,
  );
  preauth.add(posted.message);
  const reply = await orAborted(posted.reply, signal);
  return reply;
}

function tokenOf({ message }: Reply): Buffer {
  message.expectStructure(64, 9);
  return message.slice(message.u16(68), message.u16(70));
}

function checkMechanismSignature(token: Buffer, sessionKey: Buffer): void {
  if (token.length === 0) return;
  const { signature } = readToken(token);
  if (signature === null) return;
  const expected = new NtlmSignatures(sessionKey, 'server').sign(mechanismList);
  if (signature.length !== expected.length || !timingSafeEqual(signature, expected)) {
    throw malformed('SESSION_SETUP: a signature over the mechanisms that does not fit');
  }
}

function refusal({ header }: Reply, { connection, credentials }: LogOn): AppError {
  return logonError(header.status, connection.address.host, credentials.user);
}

function machineOf(challenge: NtlmChallenge): string | null {
  const named = (id: number): string | undefined =>
    challenge.attributes.find((attribute) => attribute.id === id)?.value.toString('utf16le');
  // `||`: a server without a DNS name sends an empty one.
  return named(attributes.dnsName) || named(attributes.netbiosName) || null;
}
