import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ReplicaTarget, TargetConnection } from '../target.ts';

/** A target, and where its folder lies on this machine, so that a test can put there what no target makes. */
export interface TargetUnderTest extends AsyncDisposable {
  readonly target: ReplicaTarget;
  readonly folder: string;
  /** A server that shows in a link's place what the link leads to: nobody behind it can tell. */
  readonly hidesLinks: boolean;
}

const never: AbortSignal = new AbortController().signal;
const mebibyte = 1 << 20;

async function* chunksOf(...chunks: readonly (Buffer | string)[]): AsyncGenerator<Buffer, void, undefined> {
  for (const chunk of chunks) yield Buffer.from(chunk);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Buffer, void, undefined> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function bytesOf(chunks: AsyncIterable<Buffer>): Promise<Buffer> {
  const found: Buffer[] = [];
  for await (const chunk of chunks) found.push(Buffer.from(chunk));
  return Buffer.concat(found);
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * What every implementation of the port has to do. `open` makes an empty target of its own for the suite; the folder on
 * this machine must be one in which files and links made by this process can be seen through the target.
 */
export function describeTarget(name: string, open: () => Promise<TargetUnderTest>): void {
  describe(`${name}, as a target`, () => {
    let under: TargetUnderTest;
    let connection: TargetConnection;
    /** A folder of the test's own. */
    let at = '';
    let count = 0;
    const put = (path: string, ...chunks: readonly (Buffer | string)[]): Promise<number> =>
      connection.write(path, chunksOf(...chunks), { offset: 0, signal: never });
    const get = (path: string, offset = 0): Promise<Buffer> =>
      bytesOf(connection.read(path, { offset, signal: never }));

    beforeAll(async () => {
      under = await open();
    });
    afterAll(async () => {
      await under[Symbol.asyncDispose]();
    });
    beforeEach(async () => {
      connection = await under.target.open(never);
      at = `t${++count}`;
      await connection.makeFolders(at, never);
      return async () => connection[Symbol.asyncDispose]();
    });

    it('says where it is and how much may be written', async () => {
      expect(connection.identity.place).not.toBe('');
      expect(await connection.freeSpace(never)).toBeGreaterThan(mebibyte);
    });

    it('makes a new file, and empties one that is there', async () => {
      expect(await put(`${at}/file`, 'a longer ', '', 'text')).toBe(13);
      expect(await get(`${at}/file`)).toEqual(Buffer.from('a longer text'));
      expect(await put(`${at}/file`, 'short')).toBe(5);
      expect(await get(`${at}/file`)).toEqual(Buffer.from('short'));
      expect(await readFile(join(under.folder, at, 'file'), 'utf8')).toBe('short');
      expect(await put(`${at}/file`)).toBe(0);
      expect(await readFile(join(under.folder, at, 'file'), 'utf8')).toBe('');
    });

    it('makes an empty file', async () => {
      expect(await put(`${at}/empty`)).toBe(0);
      expect(await connection.stat(`${at}/empty`, never)).toEqual({ name: 'empty', kind: 'file', size: 0 });
      expect(await get(`${at}/empty`)).toHaveLength(0);
    });

    it('goes on at an offset, and what lies behind goes away', async () => {
      await put(`${at}/file`, '0123456789');
      const size = await connection.write(`${at}/file`, chunksOf('xy'), { offset: 4, signal: never });
      expect(size).toBe(6);
      expect(await get(`${at}/file`)).toEqual(Buffer.from('0123xy'));
    });

    it('does not go on in a file that is not there, or that is shorter', async () => {
      const goOn = (path: string) => connection.write(path, chunksOf('xy'), { offset: 4, signal: never });
      await expect(goOn(`${at}/none`)).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
      await put(`${at}/file`, '01');
      await expect(goOn(`${at}/file`)).rejects.toMatchObject({ code: 'REPLICA_CALL_FAILED' });
      expect(await get(`${at}/file`)).toEqual(Buffer.from('01'));
    });

    it('reads from an offset, at the end, and what is not there', async () => {
      await put(`${at}/file`, '0123456789');
      expect(await get(`${at}/file`, 7)).toEqual(Buffer.from('789'));
      expect(await get(`${at}/file`, 10)).toHaveLength(0);
      await expect(get(`${at}/none`)).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
    });

    it('keeps 20 MB in odd pieces byte for byte', async () => {
      const bytes = randomBytes(20_000_003);
      const signal = never;
      expect(await connection.write(`${at}/big`, inPieces(bytes, 777_777), { offset: 0, signal })).toBe(bytes.length);
      expect(sha256(await get(`${at}/big`))).toBe(sha256(bytes));
      await using other = await under.target.open(never);
      expect(sha256(await bytesOf(other.read(`${at}/big`, { offset: 0, signal })))).toBe(sha256(bytes));
    });

    it('writes and reads side by side', async () => {
      const files = Array.from({ length: 6 }, (_, n) => ({
        path: `${at}/side-${n}`,
        bytes: randomBytes(3_000_000 + n),
      }));
      await Promise.all(files.map(({ path, bytes }) => put(path, bytes)));
      const found = await Promise.all(files.map(({ path }) => get(path)));
      expect(found.map(sha256)).toEqual(files.map(({ bytes }) => sha256(bytes)));
    });

    it('ends with the error of what it should write', async () => {
      async function* broken(): AsyncGenerator<Buffer, void, undefined> {
        yield Buffer.from('some');
        throw new Error('the source broke');
      }
      const writing = connection.write(`${at}/file`, broken(), { offset: 0, signal: never });
      await expect(writing).rejects.toThrow('the source broke');
      // The connection is as good as before.
      expect(await connection.list(at, never)).toMatchObject([{ name: 'file', kind: 'file' }]);
    });

    it('makes folders that are there already, and refuses a file in the way', async () => {
      await connection.makeFolders(`${at}/a/b/c`, never);
      await connection.makeFolders(`${at}/a/b/c`, never);
      expect(await connection.stat(`${at}/a/b/c`, never)).toEqual({ name: 'c', kind: 'folder', size: 0 });
      await put(`${at}/file`, 'in the way');
      await expect(connection.makeFolders(`${at}/file/below`, never)).rejects.toMatchObject({
        code: 'REPLICA_PATH_TAKEN',
      });
    });

    it('lists a folder, and knows one that is not there', async () => {
      await put(`${at}/file`, 'four');
      await connection.makeFolders(`${at}/folder/below`, never);
      const entries = await connection.list(at, never);
      expect(entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))).toEqual([
        { name: 'file', kind: 'file', size: 4 },
        { name: 'folder', kind: 'folder', size: 0 },
      ]);
      expect(await connection.list(`${at}/folder/below`, never)).toEqual([]);
      await expect(connection.list(`${at}/none`, never)).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
      expect((await connection.list('', never)).map(({ name }) => name)).toContain(at);
    });

    it('has nothing to say of what is not there', async () => {
      expect(await connection.stat(`${at}/none`, never)).toBeNull();
      expect(await connection.stat(`${at}/none/below`, never)).toBeNull();
      expect(await connection.stat('', never)).toMatchObject({ kind: 'folder' });
    });

    it('lists 2,000 entries and removes them', async () => {
      const folder = join(under.folder, at, 'many');
      await connection.makeFolders(`${at}/many`, never);
      const names = Array.from({ length: 2000 }, (_, n) => `entry number ${n} with a name of some length`);
      for (const name of names) await writeFile(join(folder, name), '');
      const found = await connection.list(`${at}/many`, never);
      expect(found.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
      await connection.deleteTree(`${at}/many`, never);
      expect(await connection.stat(`${at}/many`, never)).toBeNull();
    });

    it('keeps Chinese names', async () => {
      const path = `${at}/数据备份/第一卷：完整.tar.zst`;
      await connection.makeFolders(`${at}/数据备份`, never);
      await put(path, '内容');
      expect(await connection.list(`${at}/数据备份`, never)).toEqual([
        { name: '第一卷：完整.tar.zst', kind: 'file', size: 6 },
      ]);
      await connection.rename(`${at}/数据备份`, `${at}/副本`, never);
      expect((await get(`${at}/副本/第一卷：完整.tar.zst`)).toString('utf8')).toBe('内容');
      expect(await readFile(join(under.folder, at, '副本', '第一卷：完整.tar.zst'), 'utf8')).toBe('内容');
    });

    it.each(['a\\b', 'a:b', 'what?', 'end.', 'end ', 'nul', '..', 'a//b', '../out'])(
      'refuses the name %j',
      async (name) => {
        await expect(put(`${at}/${name}`, 'x')).rejects.toMatchObject({ code: 'REPLICA_PATH_INVALID' });
      },
    );

    it.each(['..', '../x', 'a/../../x', '/x', 'a/', 'x\0y'])('lets no call go to %j', async (path) => {
      const calls: readonly (() => Promise<unknown>)[] = [
        () => connection.makeFolders(path, never),
        () => put(path, 'x'),
        () => get(path),
        () => connection.list(path, never),
        () => connection.rename(at, path, never),
        () => connection.rename(path, `${at}/moved`, never),
        () => connection.deleteFile(path, never),
        () => connection.deleteTree(path, never),
      ];
      const refused = { code: 'REPLICA_PATH_INVALID' };
      for (const call of calls) await expect(call(), String(call)).rejects.toMatchObject(refused);
      expect(await connection.list(at, never)).toEqual([]);
    });

    it('renames a file and a folder onto a free name, also into another folder', async () => {
      await connection.makeFolders(`${at}/from/below`, never);
      await connection.makeFolders(`${at}/other`, never);
      await put(`${at}/from/below/file`, 'text');
      await connection.rename(`${at}/from`, `${at}/other/to`, never);
      expect(await connection.stat(`${at}/from`, never)).toBeNull();
      await connection.rename(`${at}/other/to/below/file`, `${at}/file`, never);
      expect((await get(`${at}/file`)).toString()).toBe('text');
      expect(await connection.list(`${at}/other/to/below`, never)).toEqual([]);
    });

    it.each(['file', 'folder'] as const)('does not rename a %s onto a name that is taken', async (kind) => {
      const from = `${at}/from`;
      if (kind === 'file') await put(from, 'mine');
      else await connection.makeFolders(`${from}/below`, never);
      await put(`${at}/taken file`, 'theirs');
      await connection.makeFolders(`${at}/empty folder`, never);
      await connection.makeFolders(`${at}/full folder/below`, never);
      for (const taken of ['taken file', 'empty folder', 'full folder'])
        await expect(connection.rename(from, `${at}/${taken}`, never), taken).rejects.toMatchObject({
          code: 'REPLICA_PATH_TAKEN',
        });
      expect((await get(`${at}/taken file`)).toString()).toBe('theirs');
      expect(await connection.list(`${at}/empty folder`, never)).toEqual([]);
      expect(await connection.stat(from, never)).toMatchObject({ kind });
    });

    it('neither moves nor deletes its own folder', async () => {
      const refused = { code: 'REPLICA_PATH_INVALID' };
      await expect(connection.rename('', `${at}/moved`, never)).rejects.toMatchObject(refused);
      await expect(connection.rename(at, '', never)).rejects.toMatchObject(refused);
      await expect(connection.deleteFile('', never)).rejects.toMatchObject(refused);
      await expect(connection.deleteTree('', never)).rejects.toMatchObject(refused);
      expect(await connection.stat(at, never)).toMatchObject({ kind: 'folder' });
    });

    it('renames nothing that is not there', async () => {
      await expect(connection.rename(`${at}/none`, `${at}/to`, never)).rejects.toMatchObject({
        code: 'REPLICA_PATH_NOT_FOUND',
      });
      expect(await connection.stat(`${at}/to`, never)).toBeNull();
    });

    it('deletes a file', async () => {
      await put(`${at}/file`, 'text');
      await connection.deleteFile(`${at}/file`, never);
      expect(await connection.stat(`${at}/file`, never)).toBeNull();
      await expect(connection.deleteFile(`${at}/file`, never)).rejects.toMatchObject({
        code: 'REPLICA_PATH_NOT_FOUND',
      });
    });

    it('deletes a folder and all below it, and nothing that a link in it names', async () => {
      const inside = join(under.folder, at, 'tree');
      const kept = join(under.folder, at, 'kept');
      await connection.makeFolders(`${at}/tree/a/b`, never);
      await put(`${at}/tree/a/b/file`, 'text');
      await mkdir(kept);
      await writeFile(join(kept, 'file'), 'to keep');
      const links = [
        ['../kept', 'to folder'],
        ['../kept/file', 'to file'],
        ['nowhere', 'to nothing'],
      ] as const;
      for (const [to, link] of under.hidesLinks ? [] : links) await symlink(to, join(inside, link));
      await connection.deleteTree(`${at}/tree`, never);
      await expect(stat(inside)).rejects.toMatchObject({ code: 'ENOENT' });
      await expect(connection.deleteTree(`${at}/tree`, never)).rejects.toMatchObject({
        code: 'REPLICA_PATH_NOT_FOUND',
      });
      expect(await readFile(join(kept, 'file'), 'utf8')).toBe('to keep');
    });

    it('does nothing once it was told to stop', async () => {
      await put(`${at}/file`, 'text');
      const signal = AbortSignal.abort();
      const calls: readonly (() => Promise<unknown>)[] = [
        () => under.target.open(signal),
        () => connection.freeSpace(signal),
        () => connection.makeFolders(`${at}/new`, signal),
        () => connection.write(`${at}/written`, chunksOf('x'), { offset: 0, signal }),
        () => bytesOf(connection.read(`${at}/file`, { offset: 0, signal })),
        () => connection.list(at, signal),
        () => connection.stat(`${at}/file`, signal),
        () => connection.rename(`${at}/file`, `${at}/renamed`, signal),
        () => connection.deleteFile(`${at}/file`, signal),
        () => connection.deleteTree(at, signal),
      ];
      for (const call of calls) await expect(call(), String(call)).rejects.toMatchObject({ name: 'AbortError' });
      expect((await connection.list(at, never)).map(({ name }) => name)).toEqual(['file']);
    });

    it('stops in the middle of writing and of reading, and goes on being of use', async () => {
      const writer = new AbortController();
      async function* endless(): AsyncGenerator<Buffer, void, undefined> {
        for (let n = 0; ; n++) {
          if (n === 20) writer.abort();
          yield Buffer.alloc(mebibyte, n);
        }
      }
      const writing = connection.write(`${at}/file`, endless(), { offset: 0, signal: writer.signal });
      await expect(writing).rejects.toMatchObject({ name: 'AbortError' });
      // Another name: a server may hold the first one for a moment yet.
      await put(`${at}/other`, Buffer.alloc(40 * mebibyte, 1));
      const reader = new AbortController();
      const reading = async (): Promise<void> => {
        for await (const chunk of connection.read(`${at}/other`, { offset: 0, signal: reader.signal }))
          if (chunk.length > 0) reader.abort();
      };
      await expect(reading()).rejects.toMatchObject({ name: 'AbortError' });
      expect(await connection.stat(`${at}/other`, never)).toMatchObject({ kind: 'file', size: 40 * mebibyte });
    });

    it('stops in the middle of every other call, which was done or was not', async () => {
      await put(`${at}/file`, 'text');
      const aborted = async (call: (signal: AbortSignal) => Promise<unknown>): Promise<void> => {
        const controller = new AbortController();
        const calling = call(controller.signal);
        // After the call has begun to wait; it may be through all the same.
        queueMicrotask(() => controller.abort());
        const [end] = await Promise.allSettled([calling]);
        const reason: unknown = end.status === 'rejected' ? end.reason : controller.signal.reason;
        expect(reason).toMatchObject({ name: 'AbortError' });
      };
      await aborted((signal) => connection.freeSpace(signal));
      await aborted((signal) => connection.list(at, signal));
      await aborted((signal) => connection.stat(`${at}/file`, signal));
      await aborted((signal) => connection.makeFolders(`${at}/a/b/c`, signal));
      await aborted((signal) => connection.rename(`${at}/file`, `${at}/renamed`, signal));
      await aborted(async (signal) => {
        await using _ = await under.target.open(signal);
      });
      const names = (await connection.list(at, never)).map(({ name }) => name).filter((name) => name !== 'a');
      expect(['file', 'renamed']).toContain(names.join());
      await connection.makeFolders(`${at}/tree/below`, never);
      await aborted((signal) => connection.deleteTree(`${at}/tree`, signal));
      await aborted((signal) => connection.deleteFile(`${at}/${names.join()}`, signal));
    });

    it('leaves reading early', async () => {
      await put(`${at}/file`, Buffer.alloc(8 * mebibyte, 1));
      for await (const chunk of connection.read(`${at}/file`, { offset: 0, signal: never })) {
        expect(chunk.length).toBeGreaterThan(0);
        break;
      }
      await connection.deleteFile(`${at}/file`, never);
      expect(await connection.stat(`${at}/file`, never)).toBeNull();
    });

    it('answers nothing any more once it is closed, while others do', async () => {
      await put(`${at}/file`, 'text');
      const closed = await under.target.open(never);
      await closed[Symbol.asyncDispose]();
      const calls: readonly (() => Promise<unknown>)[] = [
        () => closed.freeSpace(never),
        () => closed.makeFolders(`${at}/new`, never),
        () => closed.write(`${at}/written`, chunksOf('x'), { offset: 0, signal: never }),
        () => bytesOf(closed.read(`${at}/file`, { offset: 0, signal: never })),
        () => closed.list(at, never),
        () => closed.stat(`${at}/file`, never),
        () => closed.rename(`${at}/file`, `${at}/renamed`, never),
        () => closed.deleteFile(`${at}/file`, never),
        () => closed.deleteTree(at, never),
      ];
      for (const call of calls) await expect(call(), String(call)).rejects.toMatchObject({ code: 'REPLICA_LOST' });
      expect((await connection.list(at, never)).map(({ name }) => name)).toEqual(['file']);
    });
  });
}
