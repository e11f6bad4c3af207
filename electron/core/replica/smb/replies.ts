// Reads the bodies of answers about files (MS-SMB2 2.2). Anything out of bounds is REPLICA_TAMPERED.
import { freeBuffer } from '../../archive/spent-buffer.ts';
import type { Fields } from './fields.ts';
import { headerBytes } from './header.ts';
import { malformed } from './malformed.ts';

const folderAttribute = 0x10;
const linkAttribute = 0x400;

/** What the server says about a file or folder that it opened. */
export interface OpenedFile {
  /** The handle, 16 bytes. */
  readonly id: Buffer;
  readonly size: number;
  readonly isFolder: boolean;
}

/** Reads the answer to CREATE. */
export function readCreated(message: Fields): OpenedFile {
  message.expectStructure(headerBytes, 89);
  return {
    id: Buffer.from(message.slice(128, 16)),
    size: message.size(112),
    isFolder: (message.u32(120) & folderAttribute) !== 0,
  };
}

/** The file's size when it was closed; null when the server does not tell. */
export function readClosed(message: Fields): number | null {
  message.expectStructure(headerBytes, 60);
  return (message.u16(headerBytes + 2) & 1) === 0 ? null : message.size(headerBytes + 48);
}

/**
 * The data of an answer to READ, of which at most `asked` bytes were asked for. The rest of the answer is spent: whoever
 * frees the data frees its memory.
 */
export function readData(message: Fields, asked: number): Buffer {
  message.expectStructure(headerBytes, 17);
  const length = message.u32(68);
  if (length > asked) throw malformed('READ: more than was asked for');
  const at = message.u8(66);
  const data = message.slice(at, length);
  freeBuffer(message.slice(0, at));
  freeBuffer(message.slice(at + length, message.length - at - length));
  return data;
}

/** How many bytes a WRITE took. */
export function readWritten(message: Fields): number {
  message.expectStructure(headerBytes, 17);
  return message.u32(68);
}

/** Bytes that the user may still write. */
export function readSpace(message: Fields): number {
  const info = answerBuffer(message);
  const unit = BigInt(info.u32(24)) * BigInt(info.u32(28));
  const bytes = info.u64(8) * unit;
  return bytes > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(bytes);
}

/** One line of a listing. */
export interface DirectoryEntry {
  readonly name: string;
  readonly size: number;
  readonly isFolder: boolean;
  /** Leads elsewhere: a symbolic link, a junction. */
  readonly isLink: boolean;
}

/** Entries of one answer to QUERY_DIRECTORY, without `.` and `..`. */
export function readEntries(message: Fields): DirectoryEntry[] {
  const list = answerBuffer(message);
  const found: DirectoryEntry[] = [];
  for (let at = 0; ; ) {
    const name = list.text(at + 64, list.u32(at + 60));
    const attributes = list.u32(at + 56);
    if (name !== '.' && name !== '..') {
      if (name === '' || /[\\/\0]/u.test(name)) throw malformed('QUERY_DIRECTORY: a name that is a path');
      const isFolder = (attributes & folderAttribute) !== 0;
      const isLink = (attributes & linkAttribute) !== 0;
      found.push({ name, size: isFolder ? 0 : list.size(at + 40), isFolder, isLink });
    }
    const next = list.u32(at);
    if (next === 0) return found;
    if (next < 64) throw malformed('QUERY_DIRECTORY: entries that overlap');
    at += next;
  }
}

function answerBuffer(message: Fields): Fields {
  message.expectStructure(headerBytes, 9);
  return message.part(message.u16(66), message.u32(68));
}
