import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { AppError } from '../errors.ts';
import { gnuLong, paxEntry, rawEntry, rawFolder, rawTar } from './testing/raw-tar.ts';
import { hostileTars } from './testing/hostile-tars.ts';
import { scanned, thrownBy } from './testing/scanned.ts';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const long = `${'d'.repeat(120)}/${'n'.repeat(130)}`;

/** One of everything, small enough to be cut at every byte. */
const mixed = rawTar(
  rawEntry({ name: 'empty' }),
  rawEntry({ name: 'note', uid: 7, gid: 8, mode: 0o4755 }, 'x'.repeat(513)),
  rawEntry({ name: 'again', type: '1', link: './note' }),
  rawEntry({ name: 'third', type: '1', link: 'again' }),
  rawEntry({ name: 'link', type: '2', link: '/nowhere/../at all' }),
  rawEntry({ name: 'pipe', type: '6' }),
  paxEntry([['path', 'd'.repeat(120)]]),
  rawFolder('short/'),
  gnuLong('L', long),
  gnuLong('K', '/far/'.repeat(50)),
  rawEntry({ name: 'short', type: '2', magic: 'ustar  \0', link: 'short' }),
  paxEntry([
    ['mtime', '-1.5'],
    ['uid', '4000000000'],
    ['SCHILY.xattr.user.note', Buffer.from([0, 255, 10])],
  ]),
  rawEntry({ name: 'pax' }, 'pax'),
);

describe('a tar in order', () => {
  test('is read entry by entry', () => {
    const found = scanned(mixed);
    expect(found.map(({ path, type }) => `${type} ${path}`)).toEqual([
      'directory .',
      'file empty',
      'file note',
      'hardlink again',
      'hardlink third',
      'symlink link',
      'fifo pipe',
      `directory ${'d'.repeat(120)}`,
      `symlink ${long}`,
      'file pax',
    ]);
    expect(found[2]).toMatchObject({ mode: 0o4755, uid: 7, gid: 8, size: 513, sha256: sha256('x'.repeat(513)) });
    expect(found[3]).toMatchObject({ link: 'note', size: 0 });
    expect(found[5]).toMatchObject({ link: '/nowhere/../at all' });
    expect(found[8]).toMatchObject({ link: '/far/'.repeat(50) });
    expect(found[9]).toMatchObject({
      mtime: '-1500000000',
      uid: 4_000_000_000,
      xattrs: { 'user.note': Buffer.from([0, 255, 10]).toString('base64') },
    });
  });

  test('reads the same however it is cut in two', () => {
    const whole = JSON.stringify(scanned(mixed));
    for (let cut = 1; cut < mixed.length; cut++) expect(JSON.stringify(scanned(mixed, [cut])) === whole).toBe(true);
  });

  test.each([1, 7, 511, 512, 513, 4096])('reads the same in pieces of %i bytes', (size) => {
    const cuts = Array.from({ length: Math.floor((mixed.length - 1) / size) }, (_, i) => (i + 1) * size);
    expect(scanned(mixed, cuts)).toEqual(scanned(mixed));
  });

  test('states where each content stands', () => {
    const note = scanned(mixed).find((entry) => entry.path === 'note');
    const offset = note?.offset ?? 0;
    expect(mixed.subarray(offset, offset + 513).toString()).toBe('x'.repeat(513));
  });

  test('may be followed by any number of zero blocks', () => {
    expect(scanned(Buffer.concat([mixed, Buffer.alloc(10_240)]))).toEqual(scanned(mixed));
  });
});

describe('a hostile tar is refused', () => {
  test.each(hostileTars)('$name', ({ tar, code, entry }) => {
    const error = thrownBy(() => scanned(tar));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({
      code,
      params: { part: 'files/test.tar.zst', ...(entry === undefined ? {} : { entry }) },
    });
    // The verdict must not depend on how the bytes arrive.
    const inPieces = thrownBy(() =>
      scanned(
        tar,
        Array.from({ length: Math.floor(tar.length / 100) }, (_, i) => i * 100),
      ),
    );
    expect(inPieces).toMatchObject({ code, params: (error as AppError).params });
  });

  test('the entry is named in printable characters', () => {
    const error = thrownBy(() => scanned(rawTar(rawEntry({ name: '../\u001B[2J\n' }))));
    expect(error).toMatchObject({ params: { entry: String.raw`../\u001b[2J\n` } });
  });

  test('a tar that ends at any block before its end', () => {
    for (let length = 0; length < mixed.length; length += 512) {
      expect(thrownBy(() => scanned(mixed.subarray(0, length)))).toMatchObject({ code: 'PACK_CORRUPT' });
    }
  });
});
