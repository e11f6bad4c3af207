import { headerSum, tarBlock } from './tar-header.ts';
import type { TarEntry } from './tar-scanner.ts';

/** What the encoder needs of an entry; positions in the tar are not its business. */
export type EncodableEntry = Omit<TarEntry, 'start' | 'offset'>;

const typeflags: Readonly<Record<TarEntry['type'], string>> = {
  file: '0',
  hardlink: '1',
  symlink: '2',
  char: '3',
  block: '4',
  directory: '5',
  fifo: '6',
};

const largestOctal7 = 0o7777777;
const largestOctal11 = 0o77777777777;
const nanosecond = 1_000_000_000n;
const newline = Buffer.from('\n');

function paxRecord(key: string, value: Buffer): Buffer {
  const rest = ` ${key}=`;
  const restBytes = Buffer.byteLength(rest) + value.length + 1;
  // The length counts its own digits too.
  let length = restBytes + 1;
  while (String(length).length + restBytes !== length) length = String(length).length + restBytes;
  return Buffer.concat([Buffer.from(`${length}${rest}`), value, newline]);
}

function paxTime(ns: bigint): string {
  const sign = ns < 0n ? '-' : '';
  const value = ns < 0n ? -ns : ns;
  const fraction = (value % nanosecond).toString().padStart(9, '0').replace(/0+$/u, '');
  return `${sign}${value / nanosecond}${fraction === '' ? '' : `.${fraction}`}`;
}

const here = Buffer.from('./');
const slash = Buffer.from('/');

/**
 * A path as it is written: below `./`, as the Docker engine and `tar -c .` write it, so that every part of a
 * pack is opened alike. A directory ends in `/`, which old readers need; the root is `./`.
 */
function writtenPath(path: Buffer, directory: boolean): Buffer {
  if (path.length === 1 && path[0] === 0x2e) return here;
  return Buffer.concat(directory ? [here, path, slash] : [here, path]);
}

/** A hard link names another entry, so its target is written as that entry's path is. */
function writtenLink({ type, link }: EncodableEntry): Buffer | null {
  return type === 'hardlink' && link !== null ? writtenPath(link, false) : link;
}

function paxRecords(entry: EncodableEntry, name: Buffer): Buffer[] {
  const records: Buffer[] = [];
  const add = (key: string, value: string | Buffer) => records.push(paxRecord(key, Buffer.from(value)));
  if (name.length > 100) add('path', name);
  if (entry.link !== null && entry.link.length > 100) add('linkpath', entry.link);
  if (entry.size > largestOctal11) add('size', String(entry.size));
  if (entry.uid > largestOctal7) add('uid', String(entry.uid));
  if (entry.gid > largestOctal7) add('gid', String(entry.gid));
  if (entry.mtime < 0n || entry.mtime % nanosecond !== 0n || entry.mtime / nanosecond > BigInt(largestOctal11)) {
    add('mtime', paxTime(entry.mtime));
  }
  for (const [key, value] of entry.xattrs ?? []) add(`SCHILY.xattr.${key}`, value);
  return records;
}

/** Octal digits with zeros before them, and a NUL. Digit by digit: a tar has sixteen of these per file. */
function octalField(block: Buffer, value: number, at: number, length: number): void {
  let rest = value;
  for (let digit = at + length - 2; digit >= at; digit -= 1) {
    block[digit] = 0x30 + (rest % 8);
    rest = Math.floor(rest / 8);
  }
}

function headerBlock(name: Buffer, typeflag: string, entry: EncodableEntry): Buffer {
  const block = Buffer.alloc(tarBlock);
  name.copy(block, 0, 0, Math.min(name.length, 100));
  octalField(block, entry.mode, 100, 8);
  octalField(block, entry.uid > largestOctal7 ? 0 : entry.uid, 108, 8);
  octalField(block, entry.gid > largestOctal7 ? 0 : entry.gid, 116, 8);
  octalField(block, entry.size > largestOctal11 ? 0 : entry.size, 124, 12);
  const seconds = entry.mtime < 0n ? 0n : entry.mtime / nanosecond;
  octalField(block, seconds > BigInt(largestOctal11) ? 0 : Number(seconds), 136, 12);
  block.write(typeflag, 156, 'latin1');
  entry.link?.copy(block, 157, 0, Math.min(entry.link.length, 100));
  block.write('ustar\u000000', 257, 'latin1');
  octalField(block, entry.device?.[0] ?? 0, 329, 8);
  octalField(block, entry.device?.[1] ?? 0, 337, 8);
  octalField(block, headerSum(block), 148, 7);
  block[155] = 0x20;
  return block;
}

/** Zero bytes that fill content of `size` bytes up to a whole block. */
export function paddingAfter(size: number): number {
  return (tarBlock - (size % tarBlock)) % tarBlock;
}

/**
 * The header blocks of an entry: ustar, preceded by a PAX `x` entry where ustar cannot say it exactly
 * (long names, sizes over 8 GiB, large ids, times finer than a second). Names keep their bytes.
 */
export function encodeTarHeader(given: EncodableEntry): Buffer {
  const entry = { ...given, link: writtenLink(given) };
  const name = writtenPath(entry.path, entry.type === 'directory');
  const records = paxRecords(entry, name);
  const header = headerBlock(name, typeflags[entry.type], entry);
  if (records.length === 0) return header;
  const body = Buffer.concat(records);
  const extension = headerBlock(Buffer.from('PaxHeader'), 'x', {
    ...entry,
    mode: 0o644,
    uid: 0,
    gid: 0,
    size: body.length,
    link: null,
    device: null,
  });
  return Buffer.concat([extension, body, Buffer.alloc(paddingAfter(body.length)), header]);
}

/** The two zero blocks that end a tar. */
export const tarEnd = Buffer.alloc(2 * tarBlock);
