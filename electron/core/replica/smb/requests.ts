// Bodies of the requests about files (MS-SMB2 2.2), without any decision.
import { headerBytes } from './header.ts';

/** Rights that a handle may ask for. */
export const access = {
  readData: 0x01,
  writeData: 0x02,
  appendData: 0x04,
  readAttributes: 0x80,
  writeAttributes: 0x100,
  delete: 0x1_0000,
  synchronize: 0x10_0000,
} as const;

/** What happens when the name is there, and when it is not. */
export const disposition = { open: 1, create: 2, openIf: 3, overwriteIf: 5 } as const;

/** What kind of thing is opened, and how. */
export const createOption = {
  folder: 0x01,
  sequential: 0x04,
  notFolder: 0x40,
  /** The link itself, not what it leads to. */
  link: 0x20_0000,
} as const;

/** What others may do meanwhile. */
export const sharing = { read: 1, all: 7 } as const;

/** How something is opened. */
export interface CreateFields {
  /** From `wirePath`. */
  readonly name: string;
  readonly access: number;
  readonly disposition: number;
  readonly options: number;
  readonly sharing: number;
}

/** Opens or makes a file or folder. */
export function createBody(fields: CreateFields): Buffer {
  const name = Buffer.from(fields.name, 'utf16le');
  const fixed = Buffer.alloc(56);
  fixed.writeUInt16LE(57, 0);
  // Impersonation.
  fixed.writeUInt32LE(2, 4);
  fixed.writeUInt32LE(fields.access, 24);
  fixed.writeUInt32LE((fields.options & createOption.folder) === 0 ? 0x80 : 0x10, 28);
  fixed.writeUInt32LE(fields.sharing, 32);
  fixed.writeUInt32LE(fields.disposition, 36);
  fixed.writeUInt32LE(fields.options, 40);
  fixed.writeUInt16LE(headerBytes + fixed.length, 44);
  fixed.writeUInt16LE(name.length, 46);
  // The variable part has at least one byte.
  return Buffer.concat([fixed, name.length === 0 ? Buffer.alloc(8) : name]);
}

/** With the file's attributes as they are at the end. */
export function closeBody(id: Buffer): Buffer {
  const body = Buffer.alloc(24);
  body.writeUInt16LE(24, 0);
  body.writeUInt16LE(1, 2);
  id.copy(body, 8);
  return body;
}

/** Has all that was written put on the server's disk. */
export function flushBody(id: Buffer): Buffer {
  const body = Buffer.alloc(24);
  body.writeUInt16LE(24, 0);
  id.copy(body, 8);
  return body;
}

/** Asks for up to `length` bytes from `offset` on. */
export function readBody(id: Buffer, offset: number, length: number): Buffer {
  const body = Buffer.alloc(49);
  body.writeUInt16LE(49, 0);
  // Where the answer's data wants to begin.
  body[2] = headerBytes + 16;
  body.writeUInt32LE(length, 4);
  body.writeBigUInt64LE(BigInt(offset), 8);
  id.copy(body, 16);
  return body;
}

/** The data follows. */
export function writeBody(id: Buffer, offset: number, length: number): Buffer {
  const body = Buffer.alloc(48);
  body.writeUInt16LE(49, 0);
  body.writeUInt16LE(headerBytes + body.length, 2);
  body.writeUInt32LE(length, 4);
  body.writeBigUInt64LE(BigInt(offset), 8);
  id.copy(body, 16);
  return body;
}

/** Asks for the next entries (FileIdBothDirectoryInformation would cost more; FileDirectoryInformation has all). */
export function queryDirectoryBody(id: Buffer, answerBytes: number): Buffer {
  const pattern = Buffer.from('*', 'utf16le');
  const body = Buffer.alloc(32);
  body.writeUInt16LE(33, 0);
  body[2] = 1;
  id.copy(body, 8);
  body.writeUInt16LE(headerBytes + body.length, 24);
  body.writeUInt16LE(pattern.length, 26);
  body.writeUInt32LE(answerBytes, 28);
  return Buffer.concat([body, pattern]);
}

/** Asks for the space of the file system (FileFsFullSizeInformation). */
export function querySpaceBody(id: Buffer): Buffer {
  const body = Buffer.alloc(41);
  body.writeUInt16LE(41, 0);
  body[2] = 2;
  body[3] = 7;
  body.writeUInt32LE(32, 4);
  id.copy(body, 24);
  return body;
}

function setInfoBody(id: Buffer, kind: number, data: Buffer): Buffer {
  const body = Buffer.alloc(32);
  body.writeUInt16LE(33, 0);
  body[2] = 1;
  body[3] = kind;
  body.writeUInt32LE(data.length, 4);
  body.writeUInt16LE(headerBytes + body.length, 8);
  id.copy(body, 16);
  return Buffer.concat([body, data]);
}

/** `name` from `wirePath`. Refused by the server when it is taken. */
export function renameBody(id: Buffer, name: string): Buffer {
  const bytes = Buffer.from(name, 'utf16le');
  const data = Buffer.alloc(20);
  data.writeUInt32LE(bytes.length, 16);
  return setInfoBody(id, 10, Buffer.concat([data, bytes]));
}

/** Deletes what the handle is open on, as soon as it is closed. */
export function deleteBody(id: Buffer): Buffer {
  return setInfoBody(id, 13, Buffer.of(1));
}

/** Cuts a file off, or fills it up with zeros. */
export function endOfFileBody(id: Buffer, size: number): Buffer {
  const data = Buffer.alloc(8);
  data.writeBigUInt64LE(BigInt(size));
  return setInfoBody(id, 20, data);
}
