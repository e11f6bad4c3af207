// Copies to a second disk that is real: small, full, read-only, taken away.
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { copyToReplica } from '../../electron/core/replica/copy-pack.ts';
import { FolderTarget } from '../../electron/core/replica/folder-target.ts';
import { checkReplicaWritable, setUpReplica } from '../../electron/core/replica/identity.ts';
import { atOnce, copyBench, expectWhole, quietly, treeOf } from '../../electron/core/replica/testing/copy-bench.ts';
import { expectCommand } from '../support/command.ts';
import { type SmallDisk, smallDisk } from '../support/disk.ts';

const { signal } = new AbortController();
const mebibyte = 1 << 20;

/** A pack of 8 MB and a replica of its stack on a disk of 64 MB. */
async function openDisk() {
  const resources = new AsyncDisposableStack();
  const bench = resources.use(await copyBench(8_000_000));
  const disk: SmallDisk = resources.use(await smallDisk(64 * mebibyte));
  const folder = join(disk.path, 'shop');
  await mkdir(folder);
  const target = new FolderTarget({ path: folder, storage: bench.storage, allowsSameDisk: false });
  await using connection = await target.open(signal);
  const { targetId } = await setUpReplica(connection, { tool: 'test', now: '2026-11-20T04:00:00.000Z' }, signal);
  const copy = (progress = quietly().progress) =>
    copyToReplica(bench.order({ target, targetId, retries: { ...atOnce, attempts: 2 } }), quietly({ progress }));
  const check = async (): Promise<void> => {
    await using again = await target.open(signal);
    await checkReplicaWritable(again, targetId, signal);
  };
  return { bench, disk, folder, copy, check, target, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

test('a disk without space is refused before anything is sent, and takes the copy once there is some', async () => {
  await using it = await openDisk();
  await writeFile(join(it.disk.path, 'filler'), randomBytes(40 * mebibyte));
  await expect(it.copy()).rejects.toMatchObject({ code: 'REPLICA_SPACE_INSUFFICIENT' });
  expect(await expectWhole(it.folder)).toEqual([]);
  await rm(join(it.disk.path, 'filler'));
  await it.copy();
  expect(await expectWhole(it.folder)).toHaveLength(1);
});

test('a disk that becomes full while it is written holds no copy, and the local pack is as it was', async () => {
  await using it = await openDisk();
  const before = await treeOf(it.bench.storage);
  const filler = join(it.disk.path, 'filler');
  const fill = (): void => {
    // Somebody else takes all there is, after it was looked how much that is.
    const all = openSync(filler, 'w');
    for (let size = mebibyte; size >= 1024; size /= 2) {
      try {
        for (;;) writeSync(all, Buffer.alloc(size, 1));
      } catch {
        // Full for pieces of this size.
      }
    }
    closeSync(all);
  };
  const progress = {
    onPhase: (phase: string) => (phase === 'sending' ? fill() : undefined),
    onFile: () => undefined,
    onBytes: () => undefined,
  };
  await expect(it.copy(progress)).rejects.toMatchObject({ code: 'REPLICA_FULL' });
  expect(await expectWhole(it.folder)).toEqual([]);
  expect(await treeOf(it.bench.storage)).toEqual(before);
  await rm(filler);
  await it.copy();
  expect(await expectWhole(it.folder)).toHaveLength(1);
});

test('a disk that takes no writes is known before anything is stopped', async () => {
  await using it = await openDisk();
  await it.disk.remount('ro');
  await expect(it.check()).rejects.toMatchObject({ code: 'REPLICA_READ_ONLY' });
  await expect(it.copy()).rejects.toMatchObject({ code: 'REPLICA_READ_ONLY' });
  await it.disk.remount('rw');
  await it.check();
  await it.copy();
  expect(await expectWhole(it.folder)).toHaveLength(1);
});

test('nothing is written to what lies below a disk that was taken away', async () => {
  await using it = await openDisk();
  await using connection = await it.target.open(signal);
  await expectCommand('umount', ['--lazy', it.disk.path]);
  await mkdir(it.folder);
  await expect(connection.makeFolders('a', signal)).rejects.toMatchObject({ code: 'REPLICA_LOST' });
  // The folder that is there now lies on the disk of the storage.
  await expect(it.copy()).rejects.toMatchObject({ code: 'REPLICA_SAME_DISK' });
  expect(await readdir(it.folder)).toEqual([]);
  await expectCommand('mount', ['-t', 'tmpfs', 'tmpfs', it.disk.path]);
  await mkdir(it.folder);
  await expect(it.copy()).rejects.toMatchObject({ code: 'REPLICA_MARK_MISSING' });
  expect(await readdir(it.folder)).toEqual([]);
});
