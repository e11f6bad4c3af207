import { describe, expect, test } from 'vitest';
import { thrownBy } from './testing/scanned.ts';
import { paxRecord, rawHeader, type RawHeader } from './testing/raw-tar.ts';
import { readPax, readTarHeader } from './tar-header.ts';

const read = (fields: RawHeader) => readTarHeader(rawHeader(fields));
const base256 = (length: number, value: bigint) => {
  const bytes = Buffer.alloc(length);
  for (let i = 0, rest = value; i < length; i++, rest >>= 8n) bytes[length - 1 - i] = Number(rest & 0xffn);
  bytes[0] = (bytes[0] ?? 0) | 0x80;
  return bytes;
};

describe('readTarHeader', () => {
  test.each<[string, RawHeader, object]>([
    ['permission bits only', { mode: 0o100644 }, { mode: 0o644 }],
    ['set-id bits', { mode: 0o6755 }, { mode: 0o6755 }],
    ['a size of 11 digits', { size: '77777777777' }, { size: 8_589_934_591 }],
    ['a size without a NUL behind', { size: '000000000017' }, { size: 15 }],
    ['a size in base 256', { size: base256(12, 2n ** 40n) }, { size: 2 ** 40 }],
    ['a size padded with spaces', { size: '        17  ' }, { size: 15 }],
    ['an empty field as 0', { size: '' }, { size: 0 }],
    ['an owner in base 256', { uid: base256(8, 4_294_967_294n) }, { uid: 4_294_967_294 }],
    ['a time before 1970', { mtime: Buffer.alloc(12, 0xff) }, { mtime: -1_000_000_000n }],
    ['a prefix', { prefix: 'deep/er', name: 'file' }, { name: Buffer.from('deep/er/file') }],
    ['no prefix in a GNU header', { prefix: 'times', name: 'file', magic: 'ustar  \0' }, { name: Buffer.from('file') }],
    ['a name of 100 bytes', { name: 'n'.repeat(100) }, { name: Buffer.from('n'.repeat(100)) }],
    ['a name that is not UTF-8', { name: Buffer.from([0xe9, 0xff]) }, { name: Buffer.from([0xe9, 0xff]) }],
  ])('takes %s', (_what, fields, expected) => {
    expect(read(fields)).toMatchObject(expected);
  });

  test('refuses every single flipped bit outside the checksum itself', () => {
    const block = rawHeader({ name: 'file', size: 17, prefix: 'folder' });
    const accepted: number[] = [];
    for (let bit = 0; bit < 512 * 8; bit++) {
      const flipped = Buffer.from(block);
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (thrownBy(() => readTarHeader(flipped)) === undefined) accepted.push(bit >> 3);
    }
    // The blanks that end the number may turn into nothing else that counts.
    expect(accepted.filter((byte) => byte < 148 || byte >= 156)).toEqual([]);
  });
});

describe('readPax', () => {
  test('reads records whose length counts its own digits', () => {
    for (const length of [1, 4, 5, 88, 89, 90, 986, 987, 988, 20_000]) {
      const value = 'v'.repeat(length);
      expect(readPax(paxRecord('path', value)).path?.toString()).toBe(value);
    }
  });

  test('keeps names and attributes as bytes', () => {
    const bytes = Buffer.from([0xe9, 0x0a, 0x3d, 0xff]);
    const fields = readPax(
      Buffer.concat([paxRecord('path', bytes), paxRecord('SCHILY.xattr.user.x', Buffer.from([0]))]),
    );
    expect(fields.path).toEqual(bytes);
    expect(fields.xattrs?.get('user.x')).toEqual(Buffer.from([0]));
  });

  test.each([
    ['0', 0n],
    ['1.5', 1_500_000_000n],
    ['1.000000001', 1_000_000_001n],
    ['1.0000000019', 1_000_000_001n],
    ['-1', -1_000_000_000n],
    ['-0.5', -500_000_000n],
    ['31556889864403199', 31_556_889_864_403_199_000_000_000n],
  ])('reads the time %s', (text, ns) => {
    expect(readPax(paxRecord('mtime', text)).mtime).toBe(ns);
  });

  test('ignores what changes nothing of a file', () => {
    const records = ['atime', 'ctime', 'uname', 'gname', 'comment', 'SCHILY.dev', 'LIBARCHIVE.creationtime'];
    expect(readPax(Buffer.concat(records.map((key) => paxRecord(key, '1'))))).toEqual({});
  });
});
