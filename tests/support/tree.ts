import { chmod, chown, lchown, link, lutimes, mkdir, open, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from './command.ts';

const isRoot = process.getuid?.() === 0;

/** Every second a different time, with a fraction that only nanosecond stamps keep. */
const firstTime = 1_600_000_000.123_456;

/**
 * Fills `root` (made when missing) with what real data has and naive copies lose: owners, modes, set-id bits, names
 * that are not UTF-8, links of both kinds, holes, empty folders, a FIFO, old times. Owners only as root.
 */
export async function makeTree(root: string): Promise<void> {
  await mkdir(root, { recursive: true });
  const at = (name: string | Buffer): Buffer => Buffer.concat([Buffer.from(`${root}/`), Buffer.from(name)]);
  const folders: Buffer[] = [];
  const others: Buffer[] = [];
  const folder = async (name: string | Buffer, mode = 0o755): Promise<void> => {
    await mkdir(at(name), { mode });
    await chmod(at(name), mode);
    folders.push(at(name));
  };
  const file = async (name: string | Buffer, content: string | Buffer, mode = 0o644): Promise<void> => {
    await writeFile(at(name), content);
    await chmod(at(name), mode);
    others.push(at(name));
  };
  const pointer = async (target: string, name: string): Promise<void> => {
    await symlink(target, at(name));
    others.push(at(name));
  };

  await folder('plain');
  await folder('empty');
  await folder('private', 0o700);
  await folder('sticky', 0o1777);
  await folder('shared', 0o2775);
  await file('plain/note.txt', 'a note\n');
  await file('plain/nothing', '');
  await file('plain/program', '#!/bin/sh\nexit 0\n', 0o755);
  await file('private/secret', 'hidden', 0o600);
  await file('private/sealed', 'no bits at all', 0o000);
  await file('shared/setuid', 'x', 0o4755);
  await file('plain/large.bin', Buffer.alloc(3 * 1024 * 1024 + 17, 'lifeboat '));
  await folder('数据');
  await file('数据/备份 – 上海.txt', '你好\n');
  await file('plain/new\nline', 'newline');
  await file('plain/"quoted\' \\name', 'quotes');
  await file('plain/-rf', 'looks like an option');
  await file('plain/  spaces  ', 'spaces');
  await file(Buffer.from([...Buffer.from('plain/latin-'), 0xe9, 0xff, 0x80]), 'not UTF-8');
  await file(`plain/${'n'.repeat(255)}`, 'a name of 255 bytes');
  await folder('deep');
  for (let depth = 1, path = 'deep'; depth <= 8; depth += 1) {
    path = `${path}/${'d'.repeat(60)}${depth}`;
    await folder(path);
    if (depth === 8) await file(`${path}/bottom`, 'a path of more than 500 bytes');
  }

  await link(at('plain/note.txt'), at('plain/note-again.txt'));
  await link(at('plain/note.txt'), at('private/note-elsewhere.txt'));
  await pointer('note.txt', 'plain/link');
  await pointer('/nowhere/at/all', 'plain/dangling');
  await pointer('../数据', 'plain/to-folder');
  await pointer('t'.repeat(300), 'plain/long-target');
  await sparseFile(join(root, 'plain/sparse'));
  others.push(at('plain/sparse'));
  await expectCommand('mkfifo', ['-m', '640', join(root, 'plain/fifo')]);
  others.push(at('plain/fifo'));

  if (isRoot) {
    await chown(at('plain/program'), 1000, 1000);
    await chown(at('private/secret'), 999, 0);
    await chown(at('数据'), 70_000, 70_001);
    await lchown(at('plain/link'), 1001, 1002);
    await chmod(at('shared/setuid'), 0o4755);
  }
  // Folders last and innermost first, because every change inside one renews its time.
  let second = firstTime;
  for (const path of [...others, ...folders.toReversed(), Buffer.from(root)]) {
    await lutimes(path, second, second);
    second += 86_400.000_1;
  }
}

/** 8 MiB, of which three short pieces hold data. */
async function sparseFile(path: string): Promise<void> {
  await using handle = await open(path, 'w');
  await handle.truncate(8 * 1024 * 1024);
  for (const offset of [0, 1024 * 1024, 8 * 1024 * 1024 - 5]) await handle.write('data!', offset);
}
