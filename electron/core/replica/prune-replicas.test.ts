import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillSource, makePack, never } from '../archive/testing/small-pack.ts';
import { openPack } from '../archive/pack-reader.ts';
import { copyToReplica } from './copy-pack.ts';
import { type PruneOrder, pruneReplicas } from './prune-replicas.ts';
import { atOnce, copyBench, type CopyBench, expectWhole, quietly } from './testing/copy-bench.ts';
import { FaultyTarget } from './testing/faulty-target.ts';

const stackId = '11111111-1111-4111-8111-111111111111';

function nameOf(day: number): string {
  return `backup_scheduled_v1_2026-11-${day}_04-00-00`;
}

/** A target with one copy for each of these days of November, the last of them just made; resolves with its pack. */
async function days(bench: CopyBench, ...of: readonly number[]): Promise<string> {
  let packId = '';
  for (const day of of) {
    const storage = join(bench.home, `day-${day}`);
    const source = join(bench.home, `source-${day}`);
    await mkdir(source);
    fillSource(source);
    const createdAt = `2026-11-${day}T04:00:00.000Z`;
    const made = await makePack(storage, source, {
      amend: (manifest) => ({
        ...manifest,
        name: nameOf(day),
        type: 'scheduled',
        createdAt,
        stack: { ...manifest.stack, id: stackId },
      }),
    });
    await rename(made.path, join(storage, nameOf(day)));
    const pack = await openPack(join(storage, nameOf(day)));
    await copyToReplica(bench.order({ pack }), quietly());
    ({ packId } = pack.manifest);
  }
  return packId;
}

function orderOf({ target, targetId }: CopyBench, copied: string, patch: Partial<PruneOrder> = {}): PruneOrder {
  return {
    target,
    targetId,
    stackId,
    copied,
    retention: { days: null, count: 1 },
    pinned: new Set(),
    damaged: new Set(),
    onGone: () => undefined,
    jobId: 'prune',
    stateOf: () => 'ended',
    now: Date.UTC(2026, 10, 20),
    retries: atOnce,
    ...patch,
  };
}

async function copiesOf({ folder }: CopyBench): Promise<string[]> {
  return (await readdir(folder)).filter((name) => name.includes('backup_')).toSorted();
}

describe('pruneReplicas', () => {
  it('deletes what is not kept, and nothing else', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 17, 18, 19);
    await mkdir(join(bench.folder, 'photos'));
    expect(await pruneReplicas(orderOf(bench, copied), never)).toEqual([nameOf(17), nameOf(18)]);
    expect(await expectWhole(bench.folder)).toEqual([nameOf(19)]);
    expect((await readdir(bench.folder)).toSorted()).toEqual(['.lifeboat-replica.json', '_tmp', nameOf(19), 'photos']);
  });

  it('deletes nothing when the copy of this run is not there, or damaged', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 18, 19);
    const other = orderOf(bench, '22222222-2222-4222-8222-222222222222');
    expect(await pruneReplicas(other, never)).toEqual([]);
    expect(await pruneReplicas(orderOf(bench, copied, { damaged: new Set([nameOf(19)]) }), never)).toEqual([]);
    await rm(join(bench.folder, nameOf(19), 'DONE'));
    expect(await pruneReplicas(orderOf(bench, copied), never)).toEqual([]);
    expect(await copiesOf(bench)).toEqual([nameOf(18), nameOf(19)]);
  });

  it('deletes nothing at another target', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 18, 19);
    const order = orderOf(bench, copied, { targetId: '22222222-2222-4222-8222-222222222222' });
    await expect(pruneReplicas(order, never)).rejects.toMatchObject({ code: 'REPLICA_OTHER' });
    expect(await copiesOf(bench)).toEqual([nameOf(18), nameOf(19)]);
  });

  it('never leaves half of a copy under its name, whichever call is the last, and ends it next time', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 17, 18, 19);
    for (let at = 1; at <= 80; at += 7) {
      const target = new FaultyTarget(bench.target, ({ number }) => (number >= at ? 'half' : null));
      await pruneReplicas(orderOf(bench, copied, { target }), never).catch(() => undefined);
      const names = (await copiesOf(bench)).filter((name) => name.startsWith('backup_'));
      expect(await expectWhole(bench.folder)).toEqual(names);
      expect(names).toContain(nameOf(19));
    }
    await pruneReplicas(orderOf(bench, copied), never);
    expect(await copiesOf(bench)).toEqual([nameOf(19)]);
  });

  it('never leaves half of a copy under its name when a deletion stops half way', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 17, 18, 19);
    const target = new FaultyTarget(bench.target, ({ method }) => (method === 'deleteTree' ? 'half' : null));
    await expect(pruneReplicas(orderOf(bench, copied, { target }), never)).rejects.toMatchObject({
      code: 'REPLICA_LOST',
    });
    const names = (await copiesOf(bench)).filter((name) => name.startsWith('backup_'));
    expect(await expectWhole(bench.folder)).toEqual(names);
    expect(await pruneReplicas(orderOf(bench, copied), never)).toEqual([nameOf(18)]);
    expect(await copiesOf(bench)).toEqual([nameOf(19)]);
  });

  it('tells at once what is gone, also when the connection is lost right after', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 17, 18, 19);
    const gone = new Set<string>();
    const onGone = (name: string): void => void gone.add(name);
    const target = new FaultyTarget(bench.target, ({ method }) => (method === 'deleteTree' ? 'half' : null));
    await expect(pruneReplicas(orderOf(bench, copied, { target, onGone }), never)).rejects.toMatchObject({
      code: 'REPLICA_LOST',
    });
    expect([...gone]).toEqual([nameOf(17)]);
  });

  it('tells of what an ended job took away and could not tell, unless it was copied anew', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 19);
    for (const name of [nameOf(10), nameOf(19)]) await mkdir(join(bench.folder, `_trash_other_${name}`));
    const gone: string[] = [];
    await pruneReplicas(orderOf(bench, copied, { onGone: (name) => void gone.push(name) }), never);
    expect(gone).toEqual([nameOf(10)]);
    expect(await expectWhole(bench.folder)).toEqual([nameOf(19)]);
  });

  it('leaves what a job that runs is deleting', async () => {
    await using bench = await copyBench();
    const copied = await days(bench, 19);
    const trash = `_trash_other_${nameOf(10)}`;
    await mkdir(join(bench.folder, trash));
    await pruneReplicas(orderOf(bench, copied, { stateOf: () => 'running' }), never);
    expect(await copiesOf(bench)).toEqual([trash, nameOf(19)]);
    await pruneReplicas(orderOf(bench, copied), never);
    expect(await copiesOf(bench)).toEqual([nameOf(19)]);
  });
});
