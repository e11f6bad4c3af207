import { execFileSync } from 'node:child_process';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { hostileTars } from '../../electron/core/archive/testing/hostile-tars.ts';
import { rawEntry, rawFolder, rawTar } from '../../electron/core/archive/testing/raw-tar.ts';

/** A file that somebody asks Lifeboat to import. */
export interface Archive {
  readonly name: string;
  /** With an ending that may lie. */
  readonly file: string;
  readonly bytes: () => Buffer;
}

const innocent = rawTar(rawFolder('app/'), rawEntry({ name: 'app/file' }, 'content '.repeat(2000)));

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 0x10;
  return copy;
}

const gz = gzipSync(innocent);
const zst = zstdCompressSync(innocent);
const through = (program: string, bytes: Buffer) => execFileSync(program, ['-c'], { input: bytes });

function archive(name: string, file: string, bytes: Buffer | (() => Buffer)): Archive {
  return { name, file, bytes: typeof bytes === 'function' ? bytes : () => bytes };
}

/** A zstd frame of these first bytes behind the magic, and no content. */
const zstdFrame = (...rest: readonly number[]) => Buffer.from([0x28, 0xb5, 0x2f, 0xfd, ...rest]);

const zeroBlock = (last: boolean): readonly number[] => {
  const header = (((2 ** 17) << 3) | (1 << 1) | (last ? 1 : 0)) >>> 0;
  return [header & 0xff, (header >> 8) & 0xff, (header >> 16) & 0xff, 0];
};

/** One frame of blocks that each say 128 KiB of zeros in four bytes. */
function zeroBlocks(): Buffer {
  const count = 16_384;
  const blocks = Array.from({ length: count }, (_, at) => zeroBlock(at === count - 1)).flat();
  return Buffer.concat([zstdFrame(0x00, 0x70), Buffer.from(blocks)]);
}

const containers: readonly Archive[] = [
  archive('an empty file', 'backup_x.tar.gz', Buffer.alloc(0)),
  archive('text', 'backup_x.tar.gz', Buffer.from('hello\n'.repeat(500))),
  archive('gzip of nothing', 'backup_x.tar.gz', gzipSync(Buffer.alloc(0))),
  archive('gzip cut in half', 'backup_x.tar.gz', gz.subarray(0, gz.length / 2)),
  archive('gzip without its trailer', 'backup_x.tar.gz', gz.subarray(0, -8)),
  archive('gzip with half a trailer', 'backup_x.tar.gz', gz.subarray(0, -4)),
  archive('gzip with a wrong checksum', 'backup_x.tar.gz', flipped(gz, gz.length - 6)),
  archive('gzip with a wrong length', 'backup_x.tar.gz', flipped(gz, gz.length - 2)),
  archive('gzip with a flipped bit', 'backup_x.tar.gz', flipped(gz, gz.length >> 1)),
  archive(
    'gzip with reserved flags',
    'backup_x.tar.gz',
    Buffer.concat([gz.subarray(0, 3), Buffer.from([0xe0]), gz.subarray(4)]),
  ),
  archive('gzip with garbage behind it', 'backup_x.tar.gz', Buffer.concat([gz, Buffer.from('garbage'.repeat(100))])),
  archive('gzip with a second tar behind it', 'backup_x.tar.gz', Buffer.concat([gz, gz])),
  archive('gzip of gzip', 'backup_x.tar.gz', gzipSync(gz)),
  archive('gzip of gzip of gzip', 'backup_x.tar.gz', gzipSync(gzipSync(gz))),
  archive('xz that says it is gzip', 'backup_x.tar.gz', () => through('xz', innocent)),
  archive('bzip2 that says it is gzip', 'backup_x.tar.gz', () => through('bzip2', innocent)),
  archive('a bomb of 600 MiB of zeros in gzip', 'backup_x.tar.gz', () =>
    gzipSync(Buffer.alloc(600 * 2 ** 20), { level: 1 }),
  ),
  archive('a bomb of 600 MiB of letters in gzip', 'backup_x.tar.gz', () =>
    gzipSync(Buffer.alloc(600 * 2 ** 20, 'x'), { level: 1 }),
  ),
  archive('zstd cut in half', 'backup_x.tar.zst', zst.subarray(0, zst.length / 2)),
  archive('zstd with a flipped bit', 'backup_x.tar.zst', flipped(zst, zst.length >> 1)),
  archive('zstd with garbage behind it', 'backup_x.tar.zst', Buffer.concat([zst, Buffer.from('garbage'.repeat(100))])),
  archive('zstd with a second tar behind it', 'backup_x.tar.zst', Buffer.concat([zst, zst])),
  archive('zstd of nothing', 'backup_x.tar.zst', zstdCompressSync(Buffer.alloc(0))),
  archive('zstd with a window of 2 GiB', 'backup_x.tar.zst', zstdFrame(0x00, 0xa8, 0x01, 0x00, 0x00)),
  archive('zstd that asks for a dictionary', 'backup_x.tar.zst', zstdFrame(0x21, 0x07, 0x00, 0x01, 0x00, 0x00)),
  archive('zstd with a reserved bit', 'backup_x.tar.zst', zstdFrame(0x08, 0x50, 0x01, 0x00, 0x00)),
  archive(
    'zstd of nothing but a skippable frame',
    'backup_x.tar.zst',
    Buffer.from([0x50, 0x2a, 0x4d, 0x18, 4, 0, 0, 0, 1, 2, 3, 4]),
  ),
  archive('a bomb of 600 MiB of zeros in zstd', 'backup_x.tar.zst', () =>
    zstdCompressSync(Buffer.alloc(600 * 2 ** 20)),
  ),
  archive('gzip of 10,000 empty members', 'backup_x.tar.gz', () =>
    Buffer.concat(Array<Buffer>(10_000).fill(gzipSync(''))),
  ),
  archive('gzip, 10,000 of its empty members first, cut', 'backup_x.tar.gz', () =>
    Buffer.concat([...Array<Buffer>(10_000).fill(gzipSync('')), gz.subarray(0, -4)]),
  ),
  archive('zstd of 10,000 empty frames', 'backup_x.tar.zst', () =>
    Buffer.concat(Array<Buffer>(10_000).fill(zstdCompressSync(Buffer.alloc(0)))),
  ),
  archive('a skippable frame longer than the file', 'backup_x.tar.zst', () =>
    Buffer.concat([zst, Buffer.from([0x50, 0x2a, 0x4d, 0x18, 0xff, 0xff, 0xff, 0xff])]),
  ),
  archive('a bomb of 2 GiB of zeros in 64 KB of zstd', 'backup_x.tar.zst', zeroBlocks),
  archive('an age file', 'backup_x.tar.gz', Buffer.from('age-encryption.org/v1\n-> X25519 x\nx\n--- x\n')),
  archive('a zip', 'backup_x.tar.gz', Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(500)])),
  archive('an sqlite file', 'backup_x.tar.gz', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(4000)])),
];

const packTop = 'backup_manual_v1_2026-11-20_04-00-00';

/** A single-file export, as far as its first entry goes. */
function single(name: string, ...entries: readonly Buffer[]): Archive {
  return archive(
    `single file: ${name}`,
    `${packTop}.tar`,
    Buffer.concat([rawFolder(`${packTop}/`), ...entries, Buffer.alloc(1024)]),
  );
}

const at = (path: string) => `${packTop}/${path}`;

const singleFiles: readonly Archive[] = [
  single('nothing in it'),
  single('no DONE', rawEntry({ name: at('manifest.json') }, '{}\n')),
  single('an empty DONE', rawEntry({ name: at('DONE') })),
  single('a DONE of 1 GiB', rawEntry({ name: at('DONE'), size: 2 ** 30 })),
  single('a file of no pack', rawEntry({ name: at('evil.sh') }, 'x')),
  single('a file beside the pack', rawEntry({ name: 'evil' }, 'x')),
  single('a file upwards', rawEntry({ name: at('../evil') }, 'x')),
  single('a symlink', rawEntry({ name: at('DONE'), type: '2', link: '/etc/passwd' })),
  single(
    'a folder that is a symlink',
    rawEntry({ name: at('files'), type: '2', link: '/tmp' }),
    rawEntry({ name: at('files/evil') }, 'x'),
  ),
  single(
    'a hard link',
    rawEntry({ name: at('DONE') }, 'x'),
    rawEntry({ name: at('manifest.json'), type: '1', link: at('DONE') }),
  ),
  single('a device', rawEntry({ name: at('DONE'), type: '3' })),
  single('a FIFO', rawEntry({ name: at('DONE'), type: '6' })),
  single('a member twice', rawEntry({ name: at('DONE') }, 'x'), rawEntry({ name: at('DONE') }, 'x')),
  single('a folder where a file is', rawEntry({ name: at('DONE') }, 'x'), rawFolder(at('DONE/'))),
  single('two packs', rawFolder(`${packTop}_2/`)),
];

/** All three come to the same reader. */
const forms: readonly ((name: string, tar: Buffer) => Archive)[] = [
  (name, tar) => archive(name, 'backup_x.tar.gz', () => gzipSync(tar)),
  (name, tar) => archive(name, 'backup_x.tar.zst', () => zstdCompressSync(tar)),
  (name, tar) => archive(name, 'backup_x.tar', tar),
];

const tars = hostileTars.flatMap(({ name, tar }, i) => forms[i % forms.length]?.(name, tar) ?? []);

/** Files that must be refused: each hostile tar in one of the forms. */
export const hostileArchives: readonly Archive[] = [...tars, ...containers, ...singleFiles];

/** The same with each hostile tar in the other two forms as well. */
export const everyHostileArchive: readonly Archive[] = [
  ...hostileTars.flatMap(({ name, tar }) => forms.map((form) => form(name, tar))),
  ...containers,
  ...singleFiles,
];

/** Files that look odd and must be taken. */
export const goodArchives: readonly Archive[] = [
  archive('gzip', 'backup_x.tar.gz', gz),
  archive('zstd', 'backup_x.tar.zst', zst),
  archive('plain tar', 'backup_x.tar', innocent),
  archive(
    'gzip in two members',
    'backup_x.tar.gz',
    Buffer.concat([gzipSync(innocent.subarray(0, 1000)), gzipSync(innocent.subarray(1000))]),
  ),
  archive(
    'zstd in two frames',
    'backup_x.tar.zst',
    Buffer.concat([zstdCompressSync(innocent.subarray(0, 1000)), zstdCompressSync(innocent.subarray(1000))]),
  ),
  archive(
    'gzip that names a file upwards',
    'backup_x.tar.gz',
    Buffer.concat([
      gz.subarray(0, 3),
      Buffer.from([0x08]),
      gz.subarray(4, 10),
      Buffer.from('../../evil\0'),
      gz.subarray(10),
    ]),
  ),
  archive('a tar padded to 10 KiB', 'backup_x.tar.gz', gzipSync(Buffer.concat([innocent, Buffer.alloc(8192)]))),
];
