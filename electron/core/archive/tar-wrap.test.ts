import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { gnuLong, paxEntry, rawEntry, rawFolder, rawTar } from './testing/raw-tar.ts';
import { scanned } from './testing/scanned.ts';
import { wrapTar } from './tar-wrap.ts';
import { unwrapTar } from './tar-unwrap.ts';

const tar = rawTar(
  rawFolder('d/'),
  rawEntry({ name: 'd/file', mode: 0o4755, uid: 1000, gid: 1001 }, 'content '.repeat(500)),
  rawEntry({ name: 'same', type: '1', link: 'd/file' }),
  rawEntry({ name: 'out', type: '2', link: '../../../etc/passwd' }),
  paxEntry([['mtime', '1600000000.123456789']]),
  rawEntry({ name: 'exact' }),
  gnuLong('L', 'n'.repeat(250)),
  rawEntry({ name: 'n' }, 'long'),
);

const pieces = (size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(tar.length / size) }, (_, at) => tar.subarray(at * size, (at + 1) * size)),
  );

test.each([1, 511, 4096])(
  'a folder around a tar that comes in pieces of %i bytes changes nothing but the names',
  async (size) => {
    const wrapped = await buffer(wrapTar(pieces(size), Buffer.from('a/b'), 'part'));
    const [root, ...entries] = scanned(Buffer.concat([rawFolder('a/'), wrapped]));
    expect(root?.path).toBe('a');
    expect(entries.map(({ path, link }) => [path, link])).toEqual([
      ['a/b', undefined],
      ['a/b/d', undefined],
      ['a/b/d/file', undefined],
      ['a/b/same', 'a/b/d/file'],
      ['a/b/out', '../../../etc/passwd'],
      ['a/b/exact', undefined],
      [`a/b/${'n'.repeat(250)}`, undefined],
    ]);
  },
);

test('what was wrapped is the same when it is unwrapped', async () => {
  const back = await buffer(unwrapTar(wrapTar(pieces(511), Buffer.from('app'), 'part'), 'app', 'part'));
  const entries = (bytes: Buffer) => scanned(bytes).map(({ offset: _offset, ...rest }) => rest);
  expect(entries(back)).toEqual(entries(tar));
});

test('a tar that leads out of its root is not wrapped', async () => {
  const evil = rawTar(rawEntry({ name: '../evil' }, 'x'));
  await expect(buffer(wrapTar(Readable.from([evil]), Buffer.from('a'), 'part'))).rejects.toMatchObject({
    code: 'PACK_HOSTILE',
  });
});
