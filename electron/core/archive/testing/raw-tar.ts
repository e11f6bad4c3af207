/** Fields of a header block as they are to be written, whether they make sense or not. Numbers become octal. */
export interface RawHeader {
  readonly name?: string | Buffer;
  readonly mode?: number;
  readonly uid?: number | Buffer;
  readonly gid?: number | Buffer;
  /** What the header says, whatever the content is. */
  readonly size?: number | string | Buffer;
  readonly mtime?: number | Buffer;
  readonly type?: string;
  readonly link?: string | Buffer;
  readonly magic?: string;
  readonly prefix?: string;
  /** Instead of the right one. */
  readonly checksum?: string;
}

const block = 512;

function field(value: number | string | Buffer, length: number): Buffer {
  if (typeof value === 'number') return Buffer.from(value.toString(8).padStart(length - 1, '0'));
  return Buffer.from(value);
}

/** Zeros up to a whole block. */
export function padded(content: Buffer): Buffer {
  return Buffer.concat([content, Buffer.alloc((block - (content.length % block)) % block)]);
}

/** One header block with a right checksum unless another is given. */
export function rawHeader(header: RawHeader): Buffer {
  const bytes = Buffer.alloc(block);
  const put = (value: number | string | Buffer, at: number, length: number) =>
    field(value, length).copy(bytes, at, 0, length);
  put(header.name ?? 'file', 0, 100);
  put(header.mode ?? 0o644, 100, 8);
  put(header.uid ?? 0, 108, 8);
  put(header.gid ?? 0, 116, 8);
  put(header.size ?? 0, 124, 12);
  put(header.mtime ?? 1_600_000_000, 136, 12);
  put('        ', 148, 8);
  put(header.type ?? '0', 156, 1);
  put(header.link ?? '', 157, 100);
  put(header.magic ?? 'ustar\u000000', 257, 8);
  put(header.prefix ?? '', 345, 155);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  put(header.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148, 8);
  return bytes;
}

/** A whole entry; the size is the content's unless the header says another. */
export function rawEntry(header: RawHeader, content: string | Buffer = ''): Buffer {
  const body = Buffer.from(content);
  return Buffer.concat([rawHeader({ size: body.length, ...header }), padded(body)]);
}

/** A directory entry. */
export function rawFolder(name: string): Buffer {
  return rawEntry({ name, type: '5', mode: 0o755 });
}

/** One PAX record with its right length. */
export function paxRecord(key: string, value: string | Buffer): Buffer {
  const rest = Buffer.concat([Buffer.from(` ${key}=`), Buffer.from(value), Buffer.from('\n')]);
  let digits = 1;
  while (String(rest.length + digits).length !== digits) digits += 1;
  return Buffer.concat([Buffer.from(String(rest.length + digits)), rest]);
}

/** A PAX header (`x`, or `g` for a global one) with these records, or with a body that is no record. */
export function paxEntry(records: readonly (readonly [string, string | Buffer])[] | Buffer, type = 'x'): Buffer {
  const body = Buffer.isBuffer(records) ? records : Buffer.concat(records.map(([key, value]) => paxRecord(key, value)));
  return rawEntry({ name: 'PaxHeader', type }, body);
}

/** A GNU long name (`L`) or long link (`K`). */
export function gnuLong(type: 'L' | 'K', text: string | Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(text), Buffer.from('\0')]);
  return rawEntry({ name: '././@LongLink', type, magic: 'ustar  \0' }, body);
}

/** The root, these entries, and the two blocks that end a tar. */
export function rawTar(...entries: readonly Buffer[]): Buffer {
  return Buffer.concat([rawFolder('./'), ...entries, Buffer.alloc(2 * block)]);
}
