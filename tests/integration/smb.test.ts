// The SMB client against a real Samba, and beside `smbclient`.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, open, readdir, readFile, stat, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { SmbTarget, type SmbPlace } from '../../electron/core/replica/smb-target.ts';
import type { TargetConnection } from '../../electron/core/replica/target.ts';
import { describeTarget } from '../../electron/core/replica/testing/conformance.ts';
import { SeededRandom } from '../chaos/random.ts';
import { type Samba, sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';

const { signal } = new AbortController();
const mib = 1024 * 1024;

function placeOf(samba: Samba, changes: Partial<SmbPlace> = {}): SmbPlace {
  const where = { host: '127.0.0.1', port: samba.port, share: 'share', folder: '' };
  return { ...where, ...sambaUser, allowsOlder: false, ...changes };
}

function connect(samba: Samba, changes: Partial<SmbPlace> = {}): Promise<TargetConnection> {
  return new SmbTarget(placeOf(samba, changes)).open(signal);
}

/** Bytes that no part of repeats, in chunks of odd sizes. */
function* noise(bytes: number, seed: number): Generator<Buffer, void, undefined> {
  const random = new SeededRandom(seed);
  for (let left = bytes; left > 0; ) {
    const chunk = Buffer.alloc(Math.min(left, 1 + Math.floor(random.next() * 3 * mib)));
    for (let at = 0; at + 4 <= chunk.length; at += 4) chunk.writeUInt32LE(Math.floor(random.next() * 2 ** 32), at);
    yield chunk;
    left -= chunk.length;
  }
}

async function* streamed(chunks: Iterable<Buffer>): AsyncGenerator<Buffer, void, undefined> {
  yield* chunks;
}

async function digest(chunks: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) hash.update(chunk);
  return hash.digest('hex');
}

const fileDigest = (path: string): Promise<string> => digest(createReadStream(path));

describe.each([
  ['defaults', 'AES-128-GCM'],
  ['signed', null],
  ['encrypted', 'AES-128-GCM'],
] as const)('a server with set-up “%s”', (name, encryption) => {
  test('takes 64 MiB and gives them back', async () => {
    await using samba = await startSamba({ global: sambaSetUps[name] });
    await using target = await connect(samba);
    expect(target.identity).toMatchObject({
      place: String.raw`\\127.0.0.1\share`,
      protection: { protocol: 'SMB 3.1.1', signing: 'AES-128-GMAC', encryption },
    });
    const expected = await digest(noise(64 * mib, 1));
    expect(await target.write('big', streamed(noise(64 * mib, 1)), { offset: 0, signal })).toBe(64 * mib);
    expect(await fileDigest(join(samba.folder, 'big'))).toBe(expected);
    await using again = await connect(samba);
    expect(await digest(again.read('big', { offset: 0, signal }))).toBe(expected);
    expect(await target.freeSpace(signal)).toBeGreaterThan(mib);
  });
});

describe('what a server may choose', () => {
  test.each([
    ['AES-256-GCM', { 'server smb3 encryption algorithms': 'AES-256-GCM' }],
    ['AES-128-CCM', { 'server smb3 encryption algorithms': 'AES-128-CCM' }],
    ['AES-256-CCM', { 'server smb3 encryption algorithms': 'AES-256-CCM' }],
    ['AES-128-CMAC', { ...sambaSetUps.signed, 'server smb3 signing algorithms': 'AES-128-CMAC' }],
    ['HMAC-SHA256', { ...sambaSetUps.signed, 'server smb3 signing algorithms': 'HMAC-SHA256' }],
  ])('%s', async (algorithm, global) => {
    await using samba = await startSamba({ global });
    await using target = await connect(samba);
    const { protection } = target.identity;
    expect(protection?.encryption ?? protection?.signing).toBe(algorithm);
    await target.write('file', streamed(noise(5 * mib, 2)), { offset: 0, signal });
    expect(await digest(target.read('file', { offset: 0, signal }))).toBe(await digest(noise(5 * mib, 2)));
  });

  test.each([
    ['SMB2_10', 'SMB 2.1', 'HMAC-SHA256', null],
    ['SMB3_00', 'SMB 3.0', 'AES-128-CMAC', 'AES-128-CCM'],
    ['SMB3_02', 'SMB 3.0.2', 'AES-128-CMAC', 'AES-128-CCM'],
  ] as const)('%s is refused unless the operator allows it', async (protocol, name, signing, encryption) => {
    await using samba = await startSamba({ global: { 'server max protocol': protocol } });
    await expect(connect(samba)).rejects.toMatchObject({ code: 'REPLICA_DIALECT_TOO_OLD' });
    await using target = await connect(samba, { allowsOlder: true });
    expect(target.identity.protection).toEqual({ protocol: name, signing, encryption });
    await target.write('file', streamed(noise(3 * mib, 3)), { offset: 0, signal });
    expect(await fileDigest(join(samba.folder, 'file'))).toBe(await digest(noise(3 * mib, 3)));
  });
});

describeTarget('a folder of a share that encrypts for whoever asks', async () => {
  const samba = await startSamba();
  await samba.client('mkdir web');
  return {
    target: new SmbTarget(placeOf(samba, { folder: 'web' })),
    folder: join(samba.folder, 'web'),
    hidesLinks: true,
    [Symbol.asyncDispose]: () => samba[Symbol.asyncDispose](),
  };
});

describe('beside smbclient', () => {
  test('sees the same 2,000 entries, names, sizes and content', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba);
    await target.makeFolders('数据/夜间 备份', signal);
    const names = Array.from({ length: 2000 }, (_, at) => `第${at}号 — ${'x'.repeat(at % 60)}.bin`);
    await Promise.all(
      names.map((name, at) => writeFile(join(samba.folder, '数据/夜间 备份', name), Buffer.alloc(at % 50))),
    );
    const entries = await target.list('数据/夜间 备份', signal);
    expect(entries.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    const listed = (await samba.client(String.raw`cd "数据\夜间 备份"; ls`)).split('\n').flatMap((line) => {
      const found = /^ {2}(?<name>第.*?) +[A-Z]+ +(?<size>\d+) /u.exec(line)?.groups;
      return found === undefined ? [] : [`${found['name']} ${found['size']}`];
    });
    expect(entries.map(({ name, size }) => `${name} ${size}`).toSorted()).toEqual(listed.toSorted());

    await target.write('数据/ours', streamed(noise(3 * mib, 4)), { offset: 0, signal });
    await samba.client(String.raw`cd 数据; get ours ${samba.folder}/got; put ${samba.folder}/got theirs`);
    expect(await fileDigest(join(samba.folder, 'got'))).toBe(await digest(noise(3 * mib, 4)));
    expect(await digest(target.read('数据/theirs', { offset: 0, signal }))).toBe(await digest(noise(3 * mib, 4)));
    const info = await samba.client(String.raw`allinfo 数据\theirs`);
    expect(await target.stat('数据/theirs', signal)).toEqual({ name: 'theirs', kind: 'file', size: 3 * mib });
    expect(info).toContain(`stream: [::$DATA], ${3 * mib} bytes`);

    await target.deleteTree('数据', signal);
    expect(await target.list('', signal)).toEqual([{ name: 'got', kind: 'file', size: 3 * mib }]);
    expect(await readdir(samba.folder)).toEqual(['got']);
  });
});

describe('a file', () => {
  test('of more than 4 GiB is written and read at the right place', async () => {
    await using samba = await startSamba();
    const path = join(samba.folder, 'sparse');
    const start = 4 * 1024 * mib + 1;
    await writeFile(path, '');
    await chmod(path, 0o666);
    await truncate(path, start);
    await using target = await connect(samba);
    expect(await target.write('sparse', streamed([Buffer.from('behind')]), { offset: start, signal })).toBe(start + 6);
    const tail: Buffer[] = [];
    for await (const chunk of target.read('sparse', { offset: start - 2, signal })) tail.push(chunk);
    expect(Buffer.concat(tail)).toEqual(Buffer.from('\0\0behind'));
    expect((await stat(path)).blocks).toBeLessThan(100);
    await using file = await open(path);
    const { buffer } = await file.read(Buffer.alloc(6), 0, 6, start);
    expect(buffer.toString()).toBe('behind');
  });

  test('several at once on one connection do not mix', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba);
    const seeds = [10, 11, 12, 13];
    await Promise.all(
      seeds.map((seed) => target.write(`f${seed}`, streamed(noise(8 * mib, seed)), { offset: 0, signal })),
    );
    const read = await Promise.all(seeds.map((seed) => digest(target.read(`f${seed}`, { offset: 0, signal }))));
    expect(read).toEqual(await Promise.all(seeds.map((seed) => digest(noise(8 * mib, seed)))));
  });
});

describe('a name', () => {
  test('is never taken away from what has it', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba);
    await target.makeFolders('done/inside', signal);
    await target.makeFolders('empty', signal);
    await target.makeFolders('new', signal);
    await target.write('file', streamed([Buffer.from('kept')]), { offset: 0, signal });
    for (const taken of ['done', 'empty', 'file', 'DONE']) {
      await expect(target.rename('new', taken, signal)).rejects.toMatchObject({ code: 'REPLICA_PATH_TAKEN' });
    }
    await expect(target.makeFolders('file/below', signal)).rejects.toMatchObject({ code: 'REPLICA_PATH_TAKEN' });
    await target.rename('new', 'done/inside/moved', signal);
    expect(await target.list('done/inside', signal)).toEqual([{ name: 'moved', kind: 'folder', size: 0 }]);
    expect(await readFile(join(samba.folder, 'file'), 'utf8')).toBe('kept');
  });

  test('that a share cannot hold, or that leads out of the folder, is refused before anything is made', async () => {
    await using samba = await startSamba();
    await using target = await connect(samba);
    for (const path of ['../up', 'a/../b', 'a//b', 'a\\b', 'a/con', 'dot.', 'x:stream', '*', 'a\0b', '/a', 'a/']) {
      await expect(target.makeFolders(path, signal), path).rejects.toMatchObject({ code: 'REPLICA_PATH_INVALID' });
    }
    expect(await readdir(samba.folder)).toEqual([]);
  });

  test('is relative to the folder of the target, which must be there', async () => {
    await using samba = await startSamba();
    await expect(connect(samba, { folder: 'stacks/web' })).rejects.toMatchObject({
      code: 'REPLICA_PATH_NOT_FOUND',
      params: { path: String.raw`\\127.0.0.1\share\stacks\web` },
    });
    await mkdir(join(samba.folder, 'stacks'));
    await writeFile(join(samba.folder, 'stacks/file'), '');
    await expect(connect(samba, { folder: 'stacks/file' })).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
    await samba.client(String.raw`mkdir ours; mkdir ours\web`);
    await using target = await connect(samba, { folder: 'ours/web' });
    await target.makeFolders('a/b', signal);
    expect(target.identity.place).toBe(String.raw`\\127.0.0.1\share\ours\web`);
    expect(await readdir(join(samba.folder, 'ours/web/a'))).toEqual(['b']);
    await expect(target.list('nothing', signal)).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
  });
});
