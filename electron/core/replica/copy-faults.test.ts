import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { copyToReplica } from './copy-pack.ts';
import { copyBench, type CopyBench, expectWhole, quietly, treeOf } from './testing/copy-bench.ts';
import { type Fault, FaultyTarget, type TargetCall } from './testing/faulty-target.ts';

const name = 'backup_manual_v1_2026-11-20_04-00-00';

const kinds = ['half', 'lose reply', 'lie'] as const;

/** Acts once for every call that a copy makes, or every `step`th, each time on an empty target. */
async function atEveryCall(act: (bench: CopyBench, number: number) => Promise<void>, step = 1): Promise<void> {
  await using bench = await copyBench();
  const before = await treeOf(bench.storage);
  const unharmed = new FaultyTarget(bench.target, () => null);
  await copyToReplica(bench.order({ target: unharmed }), quietly());
  for (let number = 1; number <= unharmed.calls.length; number += step) {
    await bench.empty();
    await act(bench, number);
    await expectWhole(bench.folder);
  }
  expect(await treeOf(bench.storage)).toEqual(before);
}

describe('copyToReplica, when a call fails', () => {
  it('makes a good copy all the same, whichever call it is', { timeout: 180_000 }, async () => {
    await atEveryCall(async (bench, at) => {
      // The calls before and behind fail in the other ways.
      const fault = kinds[at % kinds.length] ?? 'drop';
      const target = new FaultyTarget(bench.target, ({ number }) => (number === at ? fault : null));
      const call = (): string => `${fault} ${JSON.stringify(target.calls[at - 1])}`;
      const [end] = await Promise.allSettled([copyToReplica(bench.order({ target }), quietly())]);
      // A target that lies once may be refused for what it seems to be; the next run is good.
      if (fault !== 'lie' && end.status === 'rejected') throw new Error(call(), { cause: end.reason });
      if (end.status === 'rejected') await copyToReplica(bench.order(), quietly());
      expect(await expectWhole(bench.folder), call()).toEqual([name]);
      expect(await readdir(join(bench.folder, '_tmp')), call()).toEqual([]);
    });
  });

  it('makes a good copy on a target that takes its time', async () => {
    await using bench = await copyBench();
    const target = new FaultyTarget(bench.target, () => ({ delayMs: 2 }));
    await copyToReplica(bench.order({ target }), quietly());
    expect(await expectWhole(bench.folder)).toEqual([name]);
  });

  it('leaves no DONE on what is not whole when the server goes for good, and the next run completes by itself', async () => {
    await atEveryCall(async (bench, at) => {
      const target = new FaultyTarget(bench.target, ({ number }) => (number >= at ? 'half' : null));
      const [end] = await Promise.allSettled([copyToReplica(bench.order({ target }), quietly())]);
      const whole = await expectWhole(bench.folder);
      // All that is left to do once the copy is good is to tidy up.
      expect(end.status === 'fulfilled' ? whole : end.reason).toMatchObject(
        end.status === 'fulfilled' ? [name] : { code: 'REPLICA_LOST' },
      );
      await copyToReplica(bench.order(), quietly());
      expect(await expectWhole(bench.folder)).toEqual([name]);
      expect(await readdir(join(bench.folder, '_tmp'))).toEqual([]);
    }, 4);
  }, 120_000);

  it('leaves nothing under the final name when it is aborted, at whichever call', async () => {
    let ended = 0;
    await atEveryCall(async (bench, at) => {
      const controller = new AbortController();
      const target = new FaultyTarget(bench.target, ({ number }) => {
        if (number === at) controller.abort();
        return null;
      });
      const [end] = await Promise.allSettled([
        copyToReplica(bench.order({ target }), quietly({ signal: controller.signal })),
      ]);
      const whole = await expectWhole(bench.folder);
      if (end.status === 'fulfilled') ended++;
      const reason: unknown = end.status === 'fulfilled' ? controller.signal.reason : end.reason;
      expect(reason).toMatchObject({ name: 'AbortError' });
      expect(whole).toEqual(end.status === 'fulfilled' ? [name] : []);
      expect((await readdir(bench.folder)).includes(name)).toBe(end.status === 'fulfilled');
    }, 2);
    // An abort after the final name was given comes too late, and only then.
    expect(ended).toBeGreaterThan(0);
    expect(ended).toBeLessThan(25);
  }, 120_000);

  it.each<[string, (call: TargetCall) => Fault | null]>([
    ['changes what is written', ({ method, path }) => (method === 'write' && path.includes('sqlite') ? 'lie' : null)],
    ['changes what is read', ({ method, path }) => (method === 'read' && path.includes('sqlite') ? 'lie' : null)],
    ['renames nothing', ({ method }) => (method === 'rename' ? 'lie' : null)],
    ['changes DONE', ({ method, path }) => (method === 'write' && path.endsWith('DONE') ? 'lie' : null)],
  ])('gives no DONE on a target that lies for ever: it %s', async (_, faultOf) => {
    await using bench = await copyBench();
    const target = new FaultyTarget(bench.target, faultOf);
    await expect(copyToReplica(bench.order({ target }), quietly())).rejects.toMatchObject({
      code: 'REPLICA_READ_BACK_WRONG',
    });
    expect(await expectWhole(bench.folder)).toEqual([]);
  });
});
