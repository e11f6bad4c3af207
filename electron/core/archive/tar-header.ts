import { detailOf } from '../errors.ts';

/** Size of a tar block: headers are one, contents are padded to a multiple. */
export const tarBlock = 512;

/** The fields of one header block, before PAX and GNU extensions are applied. Source: POSIX pax, ustar; GNU tar. */
export interface TarHeader {
  readonly name: Buffer;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Nanoseconds since the epoch. */
  readonly mtime: bigint;
  readonly typeflag: string;
  readonly link: Buffer;
  readonly device: readonly [number, number];
}

/** Why a header cannot be taken, in a few words; the scanner adds part and entry. */
export class TarHeaderError extends Error {
  override readonly name = 'TarHeaderError';
}

const nanosecond = 1_000_000_000n;

const nothing = Buffer.alloc(0);

/** A field's bytes up to its first NUL, a copy. */
function text(block: Buffer, start: number, length: number): Buffer {
  if (block[start] === 0) return nothing;
  const nul = block.indexOf(0, start);
  return Buffer.from(block.subarray(start, nul === -1 || nul > start + length ? start + length : nul));
}

/** Base-256, GNU's way to say numbers that octal cannot: big-endian two's complement, first bit set. */
function base256(field: Buffer): bigint {
  const negative = field[0] === 0xff;
  let value = negative ? -1n : BigInt((field[0] ?? 0) & 0x7f);
  for (const byte of field.subarray(1)) value = (value << 8n) | BigInt(byte);
  return value;
}

const space = 0x20;

/** Octal digits, spaces before them, spaces and NULs behind. Read byte by byte: a tar has seven of them per file. */
function octalDigits(block: Buffer, start: number, end: number, what: string): number {
  let at = start;
  while (at < end && block[at] === space) at += 1;
  let value = 0;
  for (let digit = block[at] ?? 0; at < end && digit >= 0x30 && digit <= 0x37; digit = block[at] ?? 0) {
    value = value * 8 + digit - 0x30;
    at += 1;
  }
  for (; at < end; at += 1)
    if (block[at] !== 0 && block[at] !== space) throw new TarHeaderError(`${what} is not a number`);
  return value;
}

function integer(block: Buffer, start: number, length: number, what: string): bigint | number {
  const binary = ((block[start] ?? 0) & 0x80) !== 0;
  return binary ? base256(block.subarray(start, start + length)) : octalDigits(block, start, start + length, what);
}

function natural(value: bigint | number, what: string): number {
  if (value < 0 || value > Number.MAX_SAFE_INTEGER) throw new TarHeaderError(`${what} is out of range`);
  return Number(value);
}

/** The sum of a header's bytes, those of the checksum itself (148 to 155) taken as spaces. */
export function headerSum(block: Buffer): number {
  let sum = 8 * space;
  for (let at = 0; at < 148; at += 1) sum += block[at] ?? 0;
  for (let at = 156; at < tarBlock; at += 1) sum += block[at] ?? 0;
  return sum;
}

function checksumHolds(block: Buffer): boolean {
  return headerSum(block) === octalDigits(block, 148, 156, 'checksum');
}

const posixMagic = Buffer.from('ustar\u000000');
const gnuMagic = Buffer.from('ustar  \0');

function hasMagic(block: Buffer, magic: Buffer): boolean {
  return block.compare(magic, 0, magic.length, 257, 257 + magic.length) === 0;
}

/** Reads one header block strictly. Throws `TarHeaderError` for anything that a careful writer does not make. */
export function readTarHeader(block: Buffer): TarHeader {
  if (!checksumHolds(block)) throw new TarHeaderError('header checksum is wrong');
  const posix = hasMagic(block, posixMagic);
  if (!posix && !hasMagic(block, gnuMagic)) throw new TarHeaderError('header is neither ustar nor GNU');
  const prefix = posix ? text(block, 345, 155) : nothing;
  const name = text(block, 0, 100);
  return {
    name: prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name,
    // GNU tar of old puts file type bits above the permissions; only permissions count.
    mode: natural(integer(block, 100, 8, 'mode'), 'mode') & 0o7777,
    uid: natural(integer(block, 108, 8, 'uid'), 'uid'),
    gid: natural(integer(block, 116, 8, 'gid'), 'gid'),
    size: natural(integer(block, 124, 12, 'size'), 'size'),
    mtime: BigInt(integer(block, 136, 12, 'mtime')) * nanosecond,
    typeflag: String.fromCharCode(block[156] ?? 0),
    link: text(block, 157, 100),
    device: [natural(integer(block, 329, 8, 'device'), 'device'), natural(integer(block, 337, 8, 'device'), 'device')],
  };
}

/** PAX records that replace header fields of the entry they precede. */
export interface PaxFields {
  path?: Buffer;
  linkpath?: Buffer;
  size?: number;
  uid?: number;
  gid?: number;
  mtime?: bigint;
  xattrs?: Map<string, Buffer>;
}

const xattrKey = 'SCHILY.xattr.';
// Records that change nothing of what a pack keeps. Anything else might, so it is refused.
const harmless = /^(?:atime|ctime|uname|gname|comment|SCHILY\.(?:dev|ino|nlink|fflags)|LIBARCHIVE\.[\w.-]+)$/u;

function paxTime(value: string): bigint {
  const match = /^(-?)(\d{1,18})(?:\.(\d+))?$/u.exec(value);
  if (match === null) throw new TarHeaderError('PAX time is not a number');
  const [, sign, whole = '0', fraction = ''] = match;
  const ns = BigInt(whole) * nanosecond + BigInt(fraction.padEnd(9, '0').slice(0, 9));
  return sign === '-' ? -ns : ns;
}

function paxNumber(value: string, what: string): number {
  if (!/^\d{1,17}$/u.test(value)) throw new TarHeaderError(`PAX ${what} is not a number`);
  return natural(BigInt(value), what);
}

function takeRecord(fields: PaxFields, key: string, value: Buffer): void {
  if (key.startsWith(xattrKey)) {
    fields.xattrs ??= new Map();
    fields.xattrs.set(key.slice(xattrKey.length), Buffer.from(value));
    return;
  }
  switch (key) {
    case 'path':
    case 'linkpath':
      if (value.includes(0)) throw new TarHeaderError(`PAX ${key} holds a NUL`);
      fields[key] = Buffer.from(value);
      return;
    case 'size':
    case 'uid':
    case 'gid':
      fields[key] = paxNumber(value.toString('latin1'), key);
      return;
    case 'mtime':
      fields.mtime = paxTime(value.toString('latin1'));
      return;
    default:
      if (!harmless.test(key)) throw new TarHeaderError(`PAX record ${JSON.stringify(key)} is not known`);
  }
}

/** Reads the body of a PAX `x` entry: records of the form `<length> <key>=<value>\n`. */
export function readPax(body: Buffer): PaxFields {
  const fields: PaxFields = {};
  const seen = new Set<string>();
  let at = 0;
  while (at < body.length) {
    const gap = body.indexOf(space, at);
    const length = gap === -1 ? '' : body.toString('latin1', at, gap);
    if (!/^[1-9]\d{0,8}$/u.test(length)) throw new TarHeaderError('PAX record has no length');
    const end = at + Number(length);
    const equals = body.indexOf(0x3d, gap);
    if (end > body.length || body[end - 1] !== 0x0a || equals === -1 || equals >= end) {
      throw new TarHeaderError('PAX record is torn');
    }
    const key = body.toString('utf8', gap + 1, equals);
    if (seen.has(key)) throw new TarHeaderError(`PAX record ${JSON.stringify(key)} stands twice`);
    seen.add(key);
    takeRecord(fields, key, body.subarray(equals + 1, end - 1));
    at = end;
  }
  return fields;
}

/** What went wrong, in words for PACK_HOSTILE. */
export function headerProblem(error: unknown): string {
  return error instanceof TarHeaderError ? error.message : detailOf(error);
}
