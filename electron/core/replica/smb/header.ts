import type { Fields } from './fields.ts';
import { malformed } from './malformed.ts';

/** The size of the header that every message begins with. */
export const headerBytes = 64;
const protocolId = 0xfe534d42;

/** Commands by number; also the words that an error names an answer by. */
export const commands = {
  NEGOTIATE: 0,
  SESSION_SETUP: 1,
  LOGOFF: 2,
  TREE_CONNECT: 3,
  TREE_DISCONNECT: 4,
  CREATE: 5,
  CLOSE: 6,
  FLUSH: 7,
  READ: 8,
  WRITE: 9,
  IOCTL: 11,
  CANCEL: 12,
  ECHO: 13,
  QUERY_DIRECTORY: 14,
  QUERY_INFO: 16,
  SET_INFO: 17,
} as const;

/** The name of a command. */
export type CommandName = keyof typeof commands;

/** Bits of a header's flags. */
export const headerFlags = { toClient: 1, signed: 8 } as const;

/** The message id of what a server sends without being asked. */
export const unsolicited = 0xffff_ffff_ffff_ffffn;

/** What a request says about itself. */
export interface RequestHeader {
  readonly command: CommandName;
  readonly charge: number;
  /** Credits that the server is asked for. */
  readonly credits: number;
  readonly messageId: bigint;
  readonly treeId: number;
  readonly sessionId: bigint;
}

/** Writes the 64 bytes at the front of a message; the signature stays zero. */
export function writeHeader(message: Buffer, header: RequestHeader): void {
  message.fill(0, 0, headerBytes);
  message.writeUInt32BE(protocolId, 0);
  message.writeUInt16LE(headerBytes, 4);
  message.writeUInt16LE(header.charge, 6);
  message.writeUInt16LE(commands[header.command], 12);
  message.writeUInt16LE(header.credits, 14);
  message.writeBigUInt64LE(header.messageId, 24);
  message.writeUInt32LE(header.treeId, 36);
  message.writeBigUInt64LE(header.sessionId, 40);
}

/** What an answer says about itself; nothing of it is to be believed before its signature is checked. */
export interface ReplyHeader {
  readonly status: number;
  readonly command: number;
  readonly credits: number;
  readonly flags: number;
  /** Bytes to the next answer in the same frame; 0 for the last. */
  readonly next: number;
  readonly messageId: bigint;
  readonly treeId: number;
  readonly sessionId: bigint;
}

/** Reads an answer's header. REPLICA_TAMPERED when it is none. */
export function readHeader(message: Fields): ReplyHeader {
  if (message.length < headerBytes) throw malformed('an answer shorter than its header');
  if (message.bytes.readUInt32BE(0) !== protocolId) throw malformed('an answer that is not SMB 2');
  message.expectStructure(4, headerBytes);
  const flags = message.u32(16);
  if ((flags & headerFlags.toClient) === 0) throw malformed('a request where an answer belongs');
  return {
    status: message.u32(8),
    command: message.u16(12),
    credits: message.u16(14),
    flags,
    next: message.u32(20),
    messageId: message.u64(24),
    treeId: message.u32(36),
    sessionId: message.u64(40),
  };
}
