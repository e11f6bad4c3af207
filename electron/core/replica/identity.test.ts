import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { never, testFolder } from '../archive/testing/small-pack.ts';
import { FolderTarget } from './folder-target.ts';
import { checkReplica, checkReplicaWritable, setUpReplica } from './identity.ts';
import { FaultyTarget } from './testing/faulty-target.ts';
import { atOnce } from './testing/copy-bench.ts';
import { withRetries } from './retry.ts';

const maker = { tool: 'lifeboat test', now: '2026-11-20T04:00:00.000Z' };

async function disk() {
  const home = await testFolder();
  const [path, storage] = [join(home.path, 'disk'), join(home.path, 'storage')];
  await mkdir(path);
  await mkdir(storage);
  return { home, path, target: new FolderTarget({ path, storage, allowsSameDisk: true }) };
}

describe('setUpReplica', () => {
  it('writes a mark that is found again', async () => {
    const { home, path, target } = await disk();
    await using _ = home;
    await using connection = await target.open(never);
    const mark = await setUpReplica(connection, maker, never);
    expect(mark).toEqual({ formatVersion: 1, targetId: mark.targetId, tool: maker.tool, createdAt: maker.now });
    expect(JSON.parse(await readFile(join(path, '.lifeboat-replica.json'), 'utf8'))).toEqual(mark);
    await checkReplicaWritable(connection, mark.targetId, never);
    expect(await readdir(join(path, '_tmp'))).toEqual([]);
  });

  it('keeps the mark of a target that is set up already', async () => {
    const { home, target } = await disk();
    await using _ = home;
    await using connection = await target.open(never);
    const mark = await setUpReplica(connection, maker, never);
    expect(await setUpReplica(connection, { ...maker, tool: 'another' }, never)).toEqual(mark);
  });

  it('does not overwrite a mark that it cannot read', async () => {
    const { home, path, target } = await disk();
    await using _ = home;
    await using connection = await target.open(never);
    const text = '{"formatVersion": 2, "more": true}';
    await writeFile(join(path, '.lifeboat-replica.json'), text);
    await expect(setUpReplica(connection, maker, never)).rejects.toMatchObject({
      code: 'REPLICA_MARK_INVALID',
      params: { detail: 'a newer version wrote it (format 2)' },
    });
    expect(await readFile(join(path, '.lifeboat-replica.json'), 'utf8')).toBe(text);
  });

  it('comes to one mark when any call of it is lost', async () => {
    for (let at = 1; at <= 30; at++) {
      const { home, target } = await disk();
      await using _ = home;
      const faulty = new FaultyTarget(target, ({ number }) => (number === at ? 'lose reply' : null));
      const rules = atOnce;
      const act = { target: faulty, rules, signal: never };
      const mark = await withRetries({ ...act, act: (connection) => setUpReplica(connection, maker, never) });
      await using connection = await target.open(never);
      expect(await checkReplica(connection, mark.targetId, never)).toEqual(mark);
    }
  });
});

describe('checkReplicaWritable', () => {
  it('says before anything is stopped that the target takes nothing', async () => {
    const { home, target } = await disk();
    await using _ = home;
    await using connection = await target.open(never);
    const { targetId } = await setUpReplica(connection, maker, never);
    const lying = new FaultyTarget(target, ({ method }) => (method === 'write' ? 'lie' : null));
    await using other = await lying.open(never);
    await expect(checkReplicaWritable(other, targetId, never)).rejects.toMatchObject({
      code: 'REPLICA_READ_BACK_WRONG',
    });
  });
});
