import { execFileSync } from 'node:child_process';
import { linkSync, lstatSync, lutimesSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Parser } from 'tar';
import { describe, expect, test } from 'vitest';
import type { IndexEntry } from './index-entry.ts';
import { linkBytesOf, pathBytesOf } from './index-line.ts';
import { encodeTarHeader, type EncodableEntry, paddingAfter, tarEnd } from './tar-encode.ts';
import { scanned } from './testing/scanned.ts';

async function folder(): Promise<AsyncDisposable & { path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'lb-tools-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

const run = (args: readonly string[], input?: Buffer) =>
  execFileSync('tar', [...args], {
    input,
    env: { ...process.env, TZ: 'UTC', LC_ALL: 'C' },
    maxBuffer: 2 ** 28,
    stdio: 'pipe',
  });

const letters: Readonly<Record<IndexEntry['type'], string>> = {
  file: '-',
  directory: 'd',
  symlink: 'l',
  hardlink: 'h',
  fifo: 'p',
  char: 'c',
  block: 'b',
};

function modeText(entry: IndexEntry): string {
  const bit = (mask: number, letter: string) => ((entry.mode & mask) === 0 ? '-' : letter);
  const last = (x: number, special: number, both: string, alone: string) =>
    (entry.mode & special) === 0 ? bit(x, 'x') : (entry.mode & x) === 0 ? alone : both;
  return [
    letters[entry.type],
    bit(0o400, 'r'),
    bit(0o200, 'w'),
    last(0o100, 0o4000, 's', 'S'),
    bit(0o040, 'r'),
    bit(0o020, 'w'),
    last(0o010, 0o2000, 's', 'S'),
    bit(0o004, 'r'),
    bit(0o002, 'w'),
    last(0o001, 0o1000, 't', 'T'),
  ].join('');
}

/** The line that `tar -tv --numeric-owner --full-time --quoting-style=literal` has for an entry, as bytes in latin1. */
function listing(entry: IndexEntry): string {
  const ns = BigInt(entry.mtime);
  const seconds = ns / 1_000_000_000n - (ns % 1_000_000_000n < 0n ? 1n : 0n);
  const fraction = String(ns - seconds * 1_000_000_000n).padStart(9, '0');
  const time = new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const whole = fraction === '000000000' ? time : `${time}.${fraction.replace(/0+$/u, '')}`;
  const link = linkBytesOf(entry)?.toString('latin1');
  const arrow = link === undefined ? '' : entry.type === 'symlink' ? ` -> ${link}` : ` link to ./${link}`;
  const path = pathBytesOf(entry).toString('latin1');
  const name = path === '.' ? './' : `./${path}${entry.type === 'directory' ? '/' : ''}`;
  return `${modeText(entry)} ${entry.uid}/${entry.gid} ${entry.size} ${whole} ${name}${arrow}`;
}

const listed = (tar: Buffer) =>
  run(['-tv', '--numeric-owner', '--full-time', '--quoting-style=literal', '-f', '-'], tar)
    .toString('latin1')
    .trimEnd()
    .split('\n')
    // Columns are filled up to the widest: the size on the left, a time whose last digits are zeros on the right.
    .map((line) => line.replace(/^(\S+ \S+) +(\S+ \S+ \S+) +/u, '$1 $2 '));

function fill(root: string, bytes: (name: string) => Buffer): void {
  const at = (name: string) => Buffer.concat([Buffer.from(`${root}/`), bytes(name)]);
  mkdirSync(join(root, 'd'.repeat(90)));
  mkdirSync(join(root, 'sticky'), { mode: 0o1777 });
  mkdirSync(join(root, 'empty'), { mode: 0o700 });
  writeFileSync(at('empty-file'), '');
  writeFileSync(at('setuid'), 'x', { mode: 0o4755 });
  writeFileSync(at(`${'d'.repeat(90)}/${'n'.repeat(95)}`), 'long name');
  writeFileSync(at('-rf "quoted\' $(name)'), 'quotes');
  writeFileSync(at('备份'), '你好');
  linkSync(at('setuid'), at('the-same'));
  symlinkSync('setuid', at('link'));
  symlinkSync('../'.repeat(20), at('up'));
  execFileSync('mkfifo', [join(root, 'pipe')]);
  lutimesSync(at('setuid'), 1_600_000_000.123_456, 1_600_000_000.123_456);
}

describe('what GNU tar writes', () => {
  test.each(['posix', 'gnu', 'ustar'])('in the format %s is read as tar itself lists it', async (format) => {
    await using root = await folder();
    fill(root.path, (name) => Buffer.from(name));
    if (format !== 'ustar') {
      writeFileSync(Buffer.concat([Buffer.from(`${root.path}/latin-`), Buffer.from([0xe9, 0xff])]), 'bytes');
      symlinkSync('t'.repeat(300), join(root.path, 'long-target'));
    }
    const tar = run([`--format=${format}`, '--sort=name', '-C', root.path, '-cf', '-', '.']);
    const found = scanned(tar);
    expect(found.length).toBeGreaterThan(12);
    expect(found.map(listing)).toEqual(listed(tar));
  });
});

const entry = (fields: Partial<EncodableEntry>): EncodableEntry => ({
  path: Buffer.from('file'),
  type: 'file',
  mode: 0o644,
  uid: 1000,
  gid: 1000,
  size: 0,
  mtime: 1_600_000_000_000_000_000n,
  link: null,
  device: null,
  xattrs: null,
  ...fields,
});

const root = entry({ path: Buffer.from('.'), type: 'directory', mode: 0o755 });

/** Entries that ustar can say, and entries that it cannot. */
const encodable: readonly (readonly [string, EncodableEntry])[] = [
  ['a plain file', entry({})],
  ['a file with content', entry({ size: 5 })],
  ['a folder', entry({ type: 'directory', mode: 0o1777 })],
  ['a symlink', entry({ type: 'symlink', link: Buffer.from('/elsewhere/..') })],
  ['a FIFO', entry({ type: 'fifo' })],
  ['a name of 100 bytes', entry({ path: Buffer.from('n'.repeat(100)) })],
  ['a name of 101 bytes', entry({ path: Buffer.from('n'.repeat(101)) })],
  [
    'a folder whose name with its slash has 101 bytes',
    entry({ type: 'directory', path: Buffer.from('n'.repeat(100)) }),
  ],
  ['a name of 255 bytes', entry({ path: Buffer.from('n'.repeat(255)) })],
  ['a name that is not UTF-8', entry({ path: Buffer.from([0xe9, 0xff, 0x80]) })],
  ['a long name that is not UTF-8', entry({ path: Buffer.alloc(200, 0xe9) })],
  ['a name with a newline', entry({ path: Buffer.from('a\nb') })],
  ['a link target of 300 bytes', entry({ type: 'symlink', link: Buffer.alloc(300, 't') })],
  ['the largest ids of ustar', entry({ uid: 0o7777777, gid: 0o7777777 })],
  ['ids beyond ustar', entry({ uid: 0o10000000, gid: 4_294_967_294 })],
  ['a time with nanoseconds', entry({ mtime: 1_600_000_000_123_456_789n })],
  ['a time with trailing zeros', entry({ mtime: 1_600_000_000_120_000_000n })],
  ['a time before 1970', entry({ mtime: -1_500_000_000n })],
  ['a time just before 1970', entry({ mtime: -1n })],
  ['a time beyond ustar', entry({ mtime: 8_589_934_592_000_000_000n })],
  [
    'extended attributes',
    entry({
      xattrs: new Map([
        ['user.a', Buffer.from([0, 10, 255])],
        ['user.b', Buffer.alloc(0)],
      ]),
    }),
  ],
];

function encoded(...entries: readonly EncodableEntry[]): Buffer {
  const pieces = entries.flatMap((one) => [
    encodeTarHeader(one),
    Buffer.alloc(one.size, 'x'),
    Buffer.alloc(paddingAfter(one.size)),
  ]);
  return Buffer.concat([...pieces, tarEnd]);
}

describe('what the encoder writes', () => {
  test.each(encodable)('%s comes back from the scanner', (_what, one) => {
    const [, found] = scanned(encoded(root, one));
    expect(found).toMatchObject({
      type: one.type,
      mode: one.mode,
      uid: one.uid,
      gid: one.gid,
      size: one.size,
      mtime: String(one.mtime),
    });
    expect(found === undefined ? null : pathBytesOf(found)).toEqual(one.path);
    expect(found === undefined ? null : linkBytesOf(found)).toEqual(one.link);
    const attributes = [...(one.xattrs ?? [])].map(([key, value]) => [key, value.toString('base64')]);
    expect(found?.xattrs ?? {}).toEqual(Object.fromEntries(attributes));
  });

  // GNU tar lists times before 1970 with a wrong fraction; what it makes of them is looked at below.
  test.each(encodable.filter(([what]) => !/newline|before 1970/u.test(what)))(
    '%s is listed by GNU tar',
    (_what, one) => {
      const tar = encoded(root, one);
      const [, found] = scanned(tar);
      expect(listed(tar)[1]?.replace(/ (?:\.\/)?([^/ ]+\/?)( ->|$)/u, ' ./$1$2')).toBe(
        found === undefined ? '' : listing(found),
      );
    },
  );

  test.each(encodable)('%s is extracted by GNU tar with its time and mode', async (_what, one) => {
    await using target = await folder();
    run(['-x', '-p', '-f', '-', '-C', target.path], encoded(root, one));
    const made = Buffer.concat([Buffer.from(`${target.path}/`), one.path]);
    const stat = lstatSync(made, { bigint: true });
    expect(stat.mtimeNs).toBe(one.mtime);
    // Linux gives every symlink the mode 0777.
    expect(Number(stat.mode) & 0o7777).toBe(one.type === 'symlink' ? 0o777 : one.mode);
  });

  test('a size beyond ustar is one that GNU tar reads', () => {
    const size = 2 ** 33 + 7;
    const header = encodeTarHeader(entry({ size }));
    // The list ends with an error because the content is missing; the size stands before it.
    expect(() => run(['-tv', '--numeric-owner', '-f', '-'], header)).toThrow(/EOF/u);
    const said = execFileSync('sh', ['-c', 'tar -tv --numeric-owner -f - 2>/dev/null || true'], {
      input: header,
    }).toString();
    expect(said).toContain(` ${size} `);
  });

  test('hard links are links for GNU tar', () => {
    const tar = encoded(
      root,
      entry({ size: 3 }),
      entry({ path: Buffer.from('again'), type: 'hardlink', link: Buffer.from('file') }),
    );
    expect(listed(tar)[2]).toContain('./again link to ./file');
  });

  test('node-tar reads the same', async () => {
    const plain = encodable.filter(
      ([what, { mtime }]) => !what.includes('UTF-8') && mtime >= 0n && !what.includes('beyond'),
    );
    const entries = plain.map(([, one], i) =>
      entry({ ...one, path: Buffer.concat([Buffer.from(`${i}`), one.path.subarray(0, 250)]) }),
    );
    const seen: unknown[] = [];
    const parser = new Parser({
      strict: true,
      onReadEntry: (read) => {
        seen.push([
          read.path.replace(/^\.\//u, '').replace(/\/$/u, ''),
          read.mode,
          read.uid,
          read.size,
          (read.linkpath ?? '').replace(/^\.\//u, ''),
          read.mtime?.getTime(),
        ]);
        read.resume();
      },
    });
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    parser.on('end', resolve).on('error', reject);
    parser.end(encoded(root, ...entries));
    await promise;
    expect(seen.slice(1)).toEqual(
      entries.map((one) => [
        one.path.toString(),
        one.mode,
        one.uid,
        one.size,
        one.link?.toString() ?? '',
        Number(one.mtime / 1_000_000n),
      ]),
    );
  });
});
