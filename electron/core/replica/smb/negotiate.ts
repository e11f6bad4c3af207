import { randomBytes } from 'node:crypto';
import { AppError } from '../../errors.ts';
import { type Cipher, ciphers, dialectNames, dialects, type SigningAlgorithm, signingAlgorithms } from './dialect.ts';
import type { Fields } from './fields.ts';
import { headerBytes } from './header.ts';
import { malformed } from './malformed.ts';
import type { Reply } from './pending.ts';
import { status, statusName } from './status.ts';

const contexts = { preauth: 1, encryption: 2, signing: 8 } as const;
const sha512 = 1;
const largeMtu = 0x04;
const encryption = 0x40;
// One MiB per message: larger ones gain nothing and make memory and waits larger.
const largestTransfer = 1024 * 1024;

/** What this client offers; the check against a downgrade repeats it. */
export interface Offer {
  readonly clientGuid: Buffer;
  readonly dialects: readonly number[];
  readonly capabilities: number;
  readonly securityMode: number;
}

/** 3.1.1 alone, unless the operator allows older ones. */
export function makeOffer(allowsOlder: boolean): Offer {
  const older = allowsOlder ? [dialects.smb210, dialects.smb300, dialects.smb302] : [];
  return {
    clientGuid: randomBytes(16),
    dialects: [...older, dialects.smb311],
    capabilities: largeMtu | encryption,
    // Signing enabled and required.
    securityMode: 3,
  };
}

/** The body of NEGOTIATE: dialects, and for 3.1.1 the hash, ciphers and signatures that this client knows. */
export function negotiateBody(offer: Offer): Buffer {
  const fixed = Buffer.alloc(36);
  fixed.writeUInt16LE(36, 0);
  fixed.writeUInt16LE(offer.dialects.length, 2);
  fixed.writeUInt16LE(offer.securityMode, 4);
  fixed.writeUInt32LE(offer.capabilities, 8);
  offer.clientGuid.copy(fixed, 12);
  const list = shorts(offer.dialects);
  const padding = Buffer.alloc((8 - ((headerBytes + fixed.length + list.length) % 8)) % 8);
  const offered = [
    context(contexts.preauth, Buffer.concat([shorts([1, 32, sha512]), randomBytes(32)])),
    context(contexts.encryption, shorts([ciphers.size, ...ciphers.keys()])),
    context(contexts.signing, shorts([signingAlgorithms.size, ...signingAlgorithms.keys()])),
  ];
  fixed.writeUInt32LE(headerBytes + fixed.length + list.length + padding.length, 28);
  fixed.writeUInt16LE(offered.length, 32);
  return Buffer.concat([fixed, list, padding, ...offered]);
}

/** What both sides agreed on. */
export interface Negotiated {
  readonly dialect: number;
  readonly securityMode: number;
  readonly capabilities: number;
  readonly serverGuid: Buffer;
  readonly isMultiCredit: boolean;
  /** The most bytes of one READ or WRITE. */
  readonly transferBytes: number;
  /** Null when the server offers no encryption. */
  readonly cipher: Cipher | null;
  readonly signing: SigningAlgorithm;
}

/** Reads the server's answer. REPLICA_DIALECT_TOO_OLD, REPLICA_SIGNING_MISSING, or REPLICA_TAMPERED. */
export function readNegotiated({ header, message }: Reply, offer: Offer, host: string): Negotiated {
  if (header.status !== status.ok) {
    throw new AppError('REPLICA_DIALECT_TOO_OLD', { host, detail: statusName(header.status) });
  }
  message.expectStructure(64, 65);
  const dialect = message.u16(68);
  if (!offer.dialects.includes(dialect)) {
    const detail = dialectNames.get(dialect) ?? `0x${dialect.toString(16)}`;
    throw new AppError('REPLICA_DIALECT_TOO_OLD', { host, detail });
  }
  const securityMode = message.u16(66);
  if ((securityMode & 1) === 0) throw new AppError('REPLICA_SIGNING_MISSING', { host });
  const capabilities = message.u32(88);
  const isMultiCredit = (capabilities & largeMtu) !== 0;
  const most = isMultiCredit ? largestTransfer : 65_536;
  const transferBytes = Math.min(most, message.u32(96), message.u32(100));
  if (transferBytes < 4096) throw malformed('NEGOTIATE: transfers too small to be of use');
  return {
    dialect,
    securityMode,
    capabilities,
    serverGuid: Buffer.from(message.slice(72, 16)),
    isMultiCredit,
    transferBytes,
    ...(dialect === dialects.smb311 ? readContexts(message) : olderAlgorithms(dialect, capabilities)),
  };
}

type Algorithms = Pick<Negotiated, 'cipher' | 'signing'>;

function olderAlgorithms(dialect: number, capabilities: number): Algorithms {
  if (dialect === dialects.smb210) return { cipher: null, signing: 'HMAC-SHA256' };
  const cipher = (capabilities & encryption) === 0 ? null : (ciphers.get(1) ?? null);
  return { cipher, signing: 'AES-128-CMAC' };
}

function readContexts(message: Fields): Algorithms {
  let cipher: Cipher | null = null;
  let signing: SigningAlgorithm = 'AES-128-CMAC';
  let hasPreauth = false;
  let at = message.u32(124);
  for (let left = message.u16(70); left > 0; left -= 1) {
    const length = message.u16(at + 2);
    const data = message.part(at + 8, length);
    const type = message.u16(at);
    if (type === contexts.preauth) hasPreauth = data.u16(0) === 1 && data.u16(4) === sha512;
    // 0 stands for: none in common.
    if (type === contexts.encryption && data.u16(2) !== 0) cipher = chosen(ciphers, data);
    if (type === contexts.signing) signing = chosen(signingAlgorithms, data);
    at += 8 + length + ((8 - (length % 8)) % 8);
  }
  if (!hasPreauth) throw malformed('NEGOTIATE: no hash for the log-on');
  return { cipher, signing };
}

function chosen<T>(offered: ReadonlyMap<number, T>, data: Fields): T {
  const choice = offered.get(data.u16(2));
  if (data.u16(0) !== 1 || choice === undefined) throw malformed('NEGOTIATE: an algorithm that was not offered');
  return choice;
}

function shorts(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, 2 * index);
  return bytes;
}

function context(type: number, data: Buffer): Buffer {
  const padding = Buffer.alloc((8 - (data.length % 8)) % 8);
  return Buffer.concat([shorts([type, data.length, 0, 0]), data, padding]);
}
