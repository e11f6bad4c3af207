import { once } from 'node:events';
import { chmod, chown, lchown, link, lutimes, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expectCommand } from '../../support/command.ts';

/** Something that real data has. */
export interface FidelityCase {
  readonly name: string;
  /** Puts it into a folder of its own. */
  readonly make: (folder: string) => Promise<void>;
  /** What a backup says that it could not keep, by its path in the folder; everything is kept when absent. */
  readonly omitted?: { readonly path: string; readonly reason: string };
  /** Names of one entry that come back as entries of their own, each of this content. */
  readonly apart?: string;
  /** Only root can make it. */
  readonly privileged?: true;
}

const file =
  (name: string | Buffer, content: string | Buffer = 'content', mode = 0o644) =>
  async (folder: string): Promise<void> => {
    const path = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(name)]);
    await writeFile(path, content);
    await chmod(path, mode);
  };
const named = (name: string, odd: string | Buffer): FidelityCase => ({ name, make: file(odd) });
const mode = (bits: number): FidelityCase => ({
  name: `a file of mode ${bits.toString(8)}`,
  make: file('x', 'x', bits),
});
const points = (name: string, target: string | Buffer): FidelityCase => ({
  name,
  make: (folder) => symlink(target, join(folder, 'link')),
});
const owned = (uid: number, gid: number): FidelityCase => ({
  name: `owner ${uid}, group ${gid}`,
  privileged: true,
  make: async (folder) => {
    await file('x')(folder);
    await chown(join(folder, 'x'), uid, gid);
  },
});
const timed = (name: string, seconds: number): FidelityCase => ({
  name,
  make: async (folder) => {
    await file('x')(folder);
    await lutimes(join(folder, 'x'), seconds, seconds);
  },
});

async function deep(folder: string): Promise<void> {
  // As long as the path of a file may be here, with room for where the storage and a rollback put it.
  const path = join(folder, ...Array.from({ length: 17 }, (_, at) => `${'d'.repeat(198)}${at % 10}`));
  await mkdir(path, { recursive: true });
  await file('bottom')(path);
}

async function hardLinks(folder: string): Promise<void> {
  await mkdir(join(folder, 'other'));
  await file('a', 'one of three', 0o640)(folder);
  await link(join(folder, 'a'), join(folder, 'b'));
  await link(join(folder, 'a'), join(folder, 'other', 'c'));
}

async function sparse(folder: string, bytes: number): Promise<void> {
  await using handle = await open(join(folder, 'holes'), 'w');
  await handle.truncate(bytes);
  for (const at of [0, bytes >> 1, bytes - 4]) await handle.write('data', at);
}

async function socket(folder: string): Promise<void> {
  const server = createServer().listen(join(folder, 's'));
  await once(server, 'listening');
  // Node removes it at the end: it needs another name by then.
  await link(join(folder, 's'), join(folder, 'socket'));
  server.close();
  await once(server, 'close');
}

const fifo = (folder: string): Promise<string> => expectCommand('mkfifo', ['-m', '620', join(folder, 'fifo')]);

/** Each in a folder of its own; together the tree that comes back equal, or is said not to. */
export const fidelityCases: readonly FidelityCase[] = [
  named('a name in Chinese', '备份 – 上海.txt'),
  named('a name in Latin-1', Buffer.from([0x66, 0xe9, 0xff])),
  named('a name of bytes that are no encoding', Buffer.from([0x80, 0x81, 0xfe, 0x2e])),
  named('a name in Shift-JIS', Buffer.from([0x83, 0x65, 0x83, 0x58, 0x83, 0x67])),
  named('a name with a newline', 'new\nline'),
  named('a name with a tab, an escape and a bell', 'a\tb\u001B[2Jc\u0007'),
  named('a name with quotes, a backslash and a dollar', '"quoted\' \\n $HOME `id`'),
  named('a name like an option', '-rf'),
  named('a name of blanks', '  '),
  named('a name that ends in a dot and a blank', 'name. '),
  named('a name of 255 bytes', 'n'.repeat(255)),
  named('a name of 255 bytes in Chinese', '数'.repeat(85)),
  named('names that Windows has not', 'a:b*c?'),
  {
    name: 'names that differ by case',
    make: async (folder) => {
      await file('Name')(folder);
      await file('name', 'other')(folder);
    },
  },
  {
    name: 'one name in two forms of Unicode',
    make: async (folder) => {
      await file('\u00E9')(folder);
      await file('e\u0301', 'other')(folder);
    },
  },
  { name: 'a path of 3,400 bytes', make: deep },
  {
    name: 'an empty folder',
    make: async (folder) => {
      await mkdir(join(folder, 'empty'));
    },
  },
  {
    name: 'a folder that only its owner enters, and a sticky one',
    make: async (folder) => {
      for (const [name, bits] of [
        ['own', 0o700],
        ['sticky', 0o1777],
        ['group', 0o2775],
      ] as const) {
        await mkdir(join(folder, name));
        await chmod(join(folder, name), bits);
      }
    },
  },
  { name: 'a file of nothing', make: file('empty', '') },
  { name: 'a file of one byte', make: file('one', 'x') },
  { name: 'a file as long as a block of tar', make: file('block', Buffer.alloc(512, 'b')) },
  { name: 'a file of 5 MB, longer than two frames', make: file('large', Buffer.alloc(5_000_003, 'lifeboat ')) },
  { name: 'a sparse file of 64 MiB', make: (folder) => sparse(folder, 64 << 20) },
  {
    name: 'a file that is one hole',
    make: async (folder) => {
      await using handle = await open(join(folder, 'hole'), 'w');
      await handle.truncate(3 << 20);
    },
  },
  { name: 'a file with three names', make: hardLinks },
  {
    name: 'a link with two names, which become two links',
    apart: 'x',
    make: async (folder) => {
      await symlink('x', join(folder, 'a'));
      await link(join(folder, 'a'), join(folder, 'b'));
    },
  },
  points('a link to a neighbour', 'x'),
  points('a link to nothing', '/nowhere/at/all'),
  points('a link to itself', 'link'),
  points('a link out of the tree', '../../../etc/passwd'),
  points('a link with a target of 3,000 bytes', 't/'.repeat(1500)),
  points('a link whose target is no UTF-8', Buffer.from([0x66, 0xe9, 0x0a])),
  {
    name: 'a FIFO',
    make: async (folder) => {
      await fifo(folder);
    },
  },
  { name: 'a socket', make: socket, omitted: { path: 'socket', reason: 'socket' } },
  {
    name: 'a device',
    privileged: true,
    make: async (folder) => {
      await expectCommand('mknod', [join(folder, 'null'), 'c', '1', '3']);
    },
    omitted: { path: 'null', reason: 'device' },
  },
  mode(0o000),
  mode(0o777),
  mode(0o4755),
  mode(0o2755),
  mode(0o6711),
  owned(1000, 1001),
  owned(3_000_000, 4_000_000),
  owned(65_534, 65_534),
  {
    name: 'a link of another owner',
    privileged: true,
    make: async (folder) => {
      await symlink('x', join(folder, 'link'));
      await lchown(join(folder, 'link'), 1001, 1002);
    },
  },
  timed('a time with a fraction', 1_600_000_000.123_456),
  timed('a time before 1970', -86_400.5),
  timed('a time after 2038', 4_000_000_000.25),
  timed('the time 0', 0),
];
