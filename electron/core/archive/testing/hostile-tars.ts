import { gnuLong, padded, paxEntry, type RawHeader, rawEntry, rawFolder, rawHeader, rawTar } from './raw-tar.ts';

/** A tar that no careful reader takes. */
export interface HostileTar {
  readonly name: string;
  readonly tar: Buffer;
  readonly code: 'PACK_HOSTILE' | 'PACK_CORRUPT';
  /** What the error must name as the entry. */
  readonly entry?: string;
}

const end = Buffer.alloc(1024);

function hostile(name: string, entry: string, ...entries: readonly Buffer[]): HostileTar {
  return { name, tar: rawTar(...entries), code: 'PACK_HOSTILE', entry };
}

/** An entry named by `path`, after whatever must stand before it. */
function path(name: string, path: string, ...before: readonly Buffer[]): HostileTar {
  return hostile(name, JSON.stringify(path).slice(1, -1), ...before, rawEntry({ name: path }, 'evil'));
}

const pax = (name: string, entry: string, ...records: (readonly [string, string | Buffer])[]) =>
  hostile(name, entry, paxEntry(records), rawEntry({ name: 'member' }, 'data'));
const header = (name: string, fields: RawHeader, content?: string) =>
  hostile(name, fields.name?.toString() ?? 'file', rawEntry(fields, content));
/** Fails before the name of an entry is known. */
const nameless = (name: string, ...entries: readonly Buffer[]): HostileTar => ({
  name,
  tar: rawTar(...entries),
  code: 'PACK_HOSTILE',
});

const link = (name: string, target: string) => rawEntry({ name, type: '2', link: target });
const hard = (name: string, target: string) => rawEntry({ name, type: '1', link: target });
const base256 = (length: number, ...last: number[]) =>
  Buffer.from([0x80, ...Array(length - 1 - last.length).fill(0), ...last]);

/** Paths, links and folders that lead, or could be made to lead, somewhere else. */
const paths: readonly HostileTar[] = [
  path('absolute path', '/tmp/evil'),
  path('absolute path with many slashes', '///tmp/evil'),
  path('parent path', '../evil'),
  path('parent in the middle', 'a/../../evil', rawFolder('a')),
  path('parent at the end', 'a/..', rawFolder('a')),
  path('name ".."', '..'),
  path('segment "."', 'a/./evil', rawFolder('a')),
  path('double slash', 'a//evil', rawFolder('a')),
  path('two dots and slashes in front', './/evil'),
  path('file named like a directory', 'evil/'),
  path('a file as the root', '.'),
  nameless('a name of 256 bytes', gnuLong('L', 'n'.repeat(256)), rawEntry({})),
  path('a folder that the archive does not have', 'nowhere/evil'),
  path('through an absolute symlink', 'out/evil', link('out', '/tmp')),
  path('through a relative symlink', 'out/evil', link('out', '../../..')),
  path('through a chain of symlinks', 'c/evil', link('a', '..'), link('b', 'a/..'), link('c', 'b/..')),
  path('through a file', 'f/evil', rawEntry({ name: 'f' }, 'x')),
  path('a symlink, then a file of its name', 'out', link('out', '/etc/passwd')),
  path('the same path twice', 'a', rawEntry({ name: 'a' }, 'first')),
  path('the same path twice in two spellings', './a', rawEntry({ name: 'a' }, 'first')),
  hostile('a folder replaced by a symlink', 'd', rawFolder('d'), link('d', '/tmp')),
  hostile('a folder twice', 'd/', rawFolder('d/'), rawFolder('d/')),
  hostile('a folder where a file is', 'f/', rawEntry({ name: 'f' }, 'x'), rawFolder('f/')),
  hostile('the root twice', './', rawFolder('./')),
  hostile('prefix with parent', '../../evil', rawEntry({ name: 'evil', prefix: '../..' })),
  hostile('absolute prefix', '/etc/evil', rawEntry({ name: 'evil', prefix: '/etc' })),
  header('empty name', { name: '' }),
];

const links: readonly HostileTar[] = [
  hostile('hard link to an absolute path', 'h', hard('h', '/etc/passwd')),
  hostile('hard link upwards', 'h', hard('h', '../../../etc/passwd')),
  hostile('hard link to what is not there', 'h', hard('h', 'later'), rawEntry({ name: 'later' }, 'x')),
  hostile('hard link to itself', 'h', hard('h', 'h')),
  hostile('hard link to a folder', 'h', rawFolder('d'), hard('h', 'd')),
  hostile('hard link to a symlink', 'h', link('s', '/etc/passwd'), hard('h', 's')),
  hostile('hard link through symlinks', 'h', link('a', '..'), hard('h', 'a/etc/passwd')),
  hostile('hard link without target', 'h', hard('h', '')),
  hostile(
    'hard link with content',
    'h',
    rawEntry({ name: 'f' }, 'x'),
    rawEntry({ name: 'h', type: '1', link: 'f' }, 'y'),
  ),
  hostile('symlink without target', 's', link('s', '')),
  hostile('symlink with content', 's', rawEntry({ name: 's', type: '2', link: 'x' }, 'data')),
  hostile('PAX link upwards', 'h', paxEntry([['linkpath', '../../etc/passwd']]), hard('h', 'file')),
  hostile('GNU long link upwards', 'h', gnuLong('K', `${'../'.repeat(60)}etc/passwd`), hard('h', 'file')),
];

const headers: readonly HostileTar[] = [
  ...'7 D M N S V A g ? Z'.split(' ').map((type) => header(`entry type ${type}`, { name: 'odd', type })),
  header('a folder with content', { name: 'd/', type: '5' }, 'data'),
  header('a FIFO with content', { name: 'p', type: '6' }, 'data'),
  nameless('wrong header checksum', rawEntry({ checksum: '000000\0 ' })),
  nameless('no checksum', rawEntry({ checksum: '        ' })),
  nameless('no magic', rawEntry({ magic: '' })),
  nameless('magic of another version', rawEntry({ magic: 'ustar\u000099' })),
  nameless('negative size', rawEntry({ size: Buffer.alloc(12, 0xff) })),
  nameless('size above 2^53', rawEntry({ size: base256(12, 0x40, 0, 0, 0, 0, 0, 0, 0) })),
  nameless('size that is no number', rawEntry({ size: '12x45678901' })),
  nameless('size with a sign', rawEntry({ size: '-0000000001' })),
  nameless('owner above 2^53', rawEntry({ uid: base256(8, 0x40, 0, 0, 0, 0, 0, 0) })),
  nameless('negative owner', rawEntry({ gid: Buffer.alloc(8, 0xff) })),
  nameless('a zero block between entries', rawEntry({ name: 'a' }), Buffer.alloc(512), rawEntry({ name: 'b' })),
  { name: 'bytes behind the end', tar: Buffer.concat([rawTar(), padded(Buffer.from('more'))]), code: 'PACK_HOSTILE' },
  { name: 'a second tar behind the end', tar: Buffer.concat([rawTar(), rawTar()]), code: 'PACK_HOSTILE' },
];

const extensions: readonly HostileTar[] = [
  pax('PAX path upwards', '../evil', ['path', '../evil']),
  pax('absolute PAX path', '/evil', ['path', '/evil']),
  pax('empty PAX path', '', ['path', '']),
  nameless('NUL in a PAX path', paxEntry([['path', 'good\0../evil']]), rawEntry({})),
  nameless('NUL in a PAX link', paxEntry([['linkpath', 'good\0../evil']]), link('l', 'x')),
  nameless('PAX size is negative', paxEntry([['size', '-1']]), rawEntry({})),
  nameless('PAX size is a fraction', paxEntry([['size', '1.5']]), rawEntry({})),
  nameless('PAX size above 2^53', paxEntry([['size', '9007199254740993']]), rawEntry({})),
  nameless('PAX owner of 2^63', paxEntry([['uid', '9223372036854775808']]), rawEntry({})),
  nameless('PAX time is a word', paxEntry([['mtime', 'yesterday']]), rawEntry({})),
  nameless('PAX time is infinite', paxEntry([['mtime', '1e999']]), rawEntry({})),
  nameless(
    'one PAX record twice',
    paxEntry([
      ['path', 'a'],
      ['path', 'b'],
    ]),
    rawEntry({}),
  ),
  nameless('unknown PAX record', paxEntry([['hdrcharset', 'BINARY']]), rawEntry({})),
  nameless(
    'PAX sparse file 0.1',
    paxEntry([
      ['GNU.sparse.map', '0,1'],
      ['GNU.sparse.size', '9'],
    ]),
    rawEntry({}),
  ),
  nameless(
    'PAX sparse file 1.0',
    paxEntry([
      ['GNU.sparse.major', '1'],
      ['GNU.sparse.realsize', '1099511627776'],
    ]),
    rawEntry({}),
  ),
  nameless('PAX length too long', paxEntry(Buffer.from('99 path=x\n')), rawEntry({})),
  nameless('PAX length too short', paxEntry(Buffer.from('5 path=x\n')), rawEntry({})),
  nameless('PAX length with a sign', paxEntry(Buffer.from('-9 path=x\n')), rawEntry({})),
  nameless('PAX length is endless', paxEntry(Buffer.from('9'.repeat(400))), rawEntry({})),
  nameless('PAX record without "="', paxEntry(Buffer.from('10 pathxxx\n')), rawEntry({})),
  nameless('PAX body of zeros', paxEntry(Buffer.alloc(64)), rawEntry({})),
  nameless('global PAX header', paxEntry([['path', '../evil']], 'g'), rawEntry({})),
  nameless('two PAX headers', paxEntry([['path', 'a']]), paxEntry([['path', 'b']]), rawEntry({})),
  nameless('two GNU long names', gnuLong('L', 'a'), gnuLong('L', 'b'), rawEntry({})),
  nameless(
    'PAX size and a GNU long name (CVE-2026-53655)',
    paxEntry([['size', '1024']]),
    gnuLong('L', 'long'),
    rawEntry({}, 'x'.repeat(1024)),
  ),
  nameless('GNU long name, then PAX', gnuLong('L', 'long'), paxEntry([['path', 'other']]), rawEntry({})),
  nameless('GNU long name upwards', gnuLong('L', `${'../'.repeat(60)}evil`), rawEntry({})),
  nameless('PAX header before the end', paxEntry([['path', 'a']])),
  nameless('GNU long name before the end', gnuLong('L', 'a')),
  nameless('PAX body of 1 GiB', rawHeader({ type: 'x', size: 2 ** 30 })),
  nameless('GNU long name of 1 GiB', rawHeader({ type: 'L', size: 2 ** 30 })),
  nameless('path of 6 KB', gnuLong('L', 'd/'.repeat(3000)), rawEntry({ type: '5' })),
];

const truncated: readonly HostileTar[] = [
  { name: 'nothing at all', tar: Buffer.alloc(0), code: 'PACK_CORRUPT' },
  { name: 'no end blocks', tar: rawTar(rawEntry({}, 'data')).subarray(0, -1024), code: 'PACK_CORRUPT' },
  { name: 'one end block', tar: rawTar(rawEntry({}, 'data')).subarray(0, -512), code: 'PACK_CORRUPT' },
  { name: 'cut in the content', tar: rawTar(rawEntry({}, 'x'.repeat(5000))).subarray(0, 2000), code: 'PACK_CORRUPT' },
  { name: 'cut in a header', tar: rawTar(rawEntry({}, 'data')).subarray(0, 700), code: 'PACK_CORRUPT' },
  { name: '8 GiB announced, no data', tar: rawTar(rawHeader({ size: 2 ** 33 - 1 })), code: 'PACK_CORRUPT' },
  { name: 'half a block behind the end', tar: Buffer.concat([rawTar(), Buffer.alloc(100)]), code: 'PACK_CORRUPT' },
  {
    name: 'end blocks swallowed by a size',
    tar: Buffer.concat([rawFolder('./'), rawHeader({ size: 1024 }), end]),
    code: 'PACK_CORRUPT',
  },
];

/** Every kind of hostile entry that a tar can express, each in a tar that is otherwise in order. */
export const hostileTars: readonly HostileTar[] = [...paths, ...links, ...headers, ...extensions, ...truncated];
