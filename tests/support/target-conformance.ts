// What every implementation of `ReplicaTarget` has to do, as tests.
import { expect, test } from 'vitest';
import type { ReplicaTarget, TargetConnection } from '../../electron/core/replica/target.ts';

/** A target whose folder is empty, for one test. */
export interface TargetUnderTest extends AsyncDisposable {
  readonly target: ReplicaTarget;
}

const { signal } = new AbortController();
const mib = 1024 * 1024;

/** Declares the tests. `start` makes a target anew. */
export function testTarget(start: () => Promise<TargetUnderTest>): void {
  const withTarget = async (act: (connection: TargetConnection, target: ReplicaTarget) => Promise<void>) => {
    await using under = await start();
    await using connection = await under.target.open(signal);
    await act(connection, under.target);
  };

  test('a stream comes back as it was written, over another connection', () =>
    withTarget(async (connection, target) => {
      const chunks = [
        Buffer.alloc(3 * mib + 5, 'one'),
        Buffer.alloc(0),
        Buffer.alloc(7, 'two'),
        Buffer.alloc(2 * mib, 3),
      ];
      const whole = Buffer.concat(chunks);
      await connection.makeFolders('第一/b', signal);
      expect(await connection.write('第一/b/x.bin', streamed(chunks), { offset: 0, signal })).toBe(whole.length);
      await using again = await target.open(signal);
      expect((await readAll(again, '第一/b/x.bin', 0)).equals(whole)).toBe(true);
      expect((await readAll(again, '第一/b/x.bin', 3 * mib)).equals(whole.subarray(3 * mib))).toBe(true);
      expect((await readAll(again, '第一/b/x.bin', whole.length)).length).toBe(0);
      expect(await again.freeSpace(signal)).toBeGreaterThan(0);
    }));

  test('a file is made new, or goes on where it is told, and what lies behind goes away', () =>
    withTarget(async (connection) => {
      const write = (text: string, offset: number): Promise<number> =>
        connection.write('file', streamed([Buffer.from(text)]), { offset, signal });
      const text = async (): Promise<string> => (await readAll(connection, 'file', 0)).toString();
      await write('a long beginning', 0);
      expect([await write('end', 2), await text()]).toEqual([5, 'a end']);
      expect([await write('new', 0), await text()]).toEqual([3, 'new']);
      expect([await write('', 0), await text()]).toEqual([0, '']);
      await expect(write('x', 10)).rejects.toMatchObject({ code: 'REPLICA_CALL_FAILED' });
      await expect(connection.write('none', streamed([Buffer.from('x')]), { offset: 1, signal })).rejects.toMatchObject(
        { code: 'REPLICA_PATH_NOT_FOUND' },
      );
    }));

  test('a source that fails makes the write fail with its own error', () =>
    withTarget(async (connection) => {
      async function* failing(): AsyncGenerator<Buffer, void, undefined> {
        yield* streamed([Buffer.alloc(mib)]);
        throw new Error('no more here');
      }
      await expect(connection.write('half', failing(), { offset: 0, signal })).rejects.toThrow('no more here');
      expect(await connection.list('', signal)).toMatchObject([{ name: 'half', kind: 'file' }]);
    }));

  test('what is there is told, what is not is null or REPLICA_PATH_NOT_FOUND', () =>
    withTarget(async (connection) => {
      await connection.makeFolders('folder', signal);
      await connection.makeFolders('folder', signal);
      await connection.write('folder/file', streamed([Buffer.from('12345')]), { offset: 0, signal });
      expect(await connection.stat('folder', signal)).toEqual({ name: 'folder', kind: 'folder', size: 0 });
      expect(await connection.stat('folder/file', signal)).toEqual({ name: 'file', kind: 'file', size: 5 });
      expect(await connection.list('folder', signal)).toEqual([{ name: 'file', kind: 'file', size: 5 }]);
      expect(await connection.stat('folder/none', signal)).toBeNull();
      expect(await connection.stat('none/none', signal)).toBeNull();
      const missing = { code: 'REPLICA_PATH_NOT_FOUND' };
      await expect(connection.list('none', signal)).rejects.toMatchObject(missing);
      await expect(readAll(connection, 'none', 0)).rejects.toMatchObject(missing);
      await expect(connection.rename('none', 'other', signal)).rejects.toMatchObject(missing);
      await expect(connection.deleteFile('none', signal)).rejects.toMatchObject(missing);
      await expect(connection.deleteTree('none', signal)).rejects.toMatchObject(missing);
    }));

  test('a name that is taken stays with what has it', () =>
    withTarget(async (connection) => {
      await connection.makeFolders('empty', signal);
      await connection.makeFolders('new/inside', signal);
      await connection.write('file', streamed([Buffer.from('kept')]), { offset: 0, signal });
      const taken = { code: 'REPLICA_PATH_TAKEN' };
      await expect(connection.rename('new', 'empty', signal)).rejects.toMatchObject(taken);
      await expect(connection.rename('new', 'file', signal)).rejects.toMatchObject(taken);
      await expect(connection.rename('file', 'empty', signal)).rejects.toMatchObject(taken);
      await expect(connection.makeFolders('file/below', signal)).rejects.toMatchObject(taken);
      await connection.rename('new', 'empty/moved', signal);
      expect(await connection.list('empty/moved', signal)).toMatchObject([{ name: 'inside', kind: 'folder' }]);
      expect((await readAll(connection, 'file', 0)).toString()).toBe('kept');
    }));

  test('deleting takes what it is told and nothing else', () =>
    withTarget(async (connection) => {
      await connection.makeFolders('tree/a/b', signal);
      await connection.makeFolders('beside', signal);
      for (const path of ['tree/1', 'tree/a/2', 'tree/a/b/3', 'file']) {
        await connection.write(path, streamed([Buffer.from(path)]), { offset: 0, signal });
      }
      await connection.deleteTree('tree', signal);
      await connection.deleteFile('file', signal);
      for (const act of [
        connection.deleteTree('', signal),
        connection.deleteFile('', signal),
        connection.rename('', 'beside/x', signal),
      ]) {
        await expect(act).rejects.toMatchObject({ code: 'REPLICA_PATH_INVALID' });
      }
      expect(await connection.list('', signal)).toEqual([{ name: 'beside', kind: 'folder', size: 0 }]);
    }));

  test('no path leads out of the folder', () =>
    withTarget(async (connection) => {
      for (const path of ['..', '../x', 'a/../../x', '/x', 'a//b', 'a\\b', 'a/', 'x\0y']) {
        const invalid = { code: 'REPLICA_PATH_INVALID' };
        await expect(connection.makeFolders(path, signal), path).rejects.toMatchObject(invalid);
        await expect(connection.write(path, streamed([]), { offset: 0, signal }), path).rejects.toMatchObject(invalid);
        await expect(connection.deleteTree(path, signal), path).rejects.toMatchObject(invalid);
        await expect(connection.rename('a', path, signal), path).rejects.toMatchObject(invalid);
      }
      expect(await connection.list('', signal)).toEqual([]);
    }));

  test('an abort ends what is under way, and nothing begins after it', () =>
    withTarget(async (connection) => {
      const cancel = new AbortController();
      async function* endless(): AsyncGenerator<Buffer, void, undefined> {
        for (let count = 0; ; count += 1) {
          if (count === 5) cancel.abort();
          yield Buffer.alloc(mib);
        }
      }
      const aborted = { name: 'AbortError' };
      const late = cancel.signal;
      await expect(connection.write('file', endless(), { offset: 0, signal: late })).rejects.toMatchObject(aborted);
      await expect(connection.list('', late)).rejects.toMatchObject(aborted);
      await expect(connection.makeFolders('new', late)).rejects.toMatchObject(aborted);
      expect(await connection.stat('new', signal)).toBeNull();
    }));
}

async function readAll(connection: TargetConnection, path: string, offset: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of connection.read(path, { offset, signal })) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function* streamed(chunks: readonly Buffer[]): AsyncGenerator<Buffer, void, undefined> {
  yield* chunks;
}
