import { expect, test } from 'vitest';
import type { KeptState } from '../catalog/kept.ts';
import { isoTime } from '../clock.ts';
import { engineOf } from '../engine-calls.ts';
import type { EngineContext } from '../engine-context.ts';
import { runBackup } from './backup.ts';
import { backupOptions } from './backup-options.ts';
import { ranOnNewData } from './half-exchanged.ts';
import { recover } from './recover.ts';
import { makeEngine } from './testing/engine-fixture.ts';
import { keptOf, runRelease } from './undo.ts';

function keep(context: EngineContext, stackId: string, state: KeptState): void {
  const at = isoTime(context.clock());
  context.catalog.kept.insert({ jobId: 'rollback-1', stackId, backupId: 'backup-1', state, sites: [], images: [], at });
}

test.each(['preparing', 'undoing'] as const)(
  'data that a rollback left %s is neither backed up nor released',
  async (state) => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    keep(context, stack.id, state);
    const refusal = { code: 'STACK_HALF_EXCHANGED', params: { stack: stack.name, job: 'rollback-1' } };
    const backup = engine.run('backup', async (job) =>
      runBackup(context, job, stack, backupOptions({ stack: stack.id }, stack.backup)),
    );
    await expect(backup).rejects.toMatchObject(refusal);
    const release = engine.run('release', async (job) => runRelease(context, job, keptOf(context, 'rollback-1')));
    await expect(release).rejects.toMatchObject(refusal);
    expect(keptOf(context, 'rollback-1').state).toBe(state);
  },
);

test('data that the catalog calls undone while it is exchanged is not released: it may be all that there is', async () => {
  await using engine = await makeEngine();
  const { context } = engine;
  const { id } = await engine.backUp();
  const api = engineOf(context, () => Promise.resolve());
  const { jobId } = await api.rollback(await api.planRollback({ backup: id, safetyBackup: false })).result;
  context.catalog.kept.setState(jobId, 'undone');
  const [kept] = await api.keptRollbacks();
  await expect(api.release(jobId).result).rejects.toMatchObject({ code: 'STACK_HALF_EXCHANGED' });
  expect(await api.keptRollbacks()).toEqual([kept]);
  expect(kept?.keptBytes).toBeGreaterThan(300_000);
});

test('recovery makes it whole, and then it can be backed up', async () => {
  await using engine = await makeEngine();
  keep(engine.context, engine.stack.id, 'preparing');
  expect((await recover(engine.context)).jobs).toMatchObject([{ id: 'rollback-1', outcome: 'undone' }]);
  expect((await engine.backUp()).verified).toBe(true);
});

test.each([
  ['staged alone', ['stage', 'check'], false],
  ['swapped', ['stage', 'swap in'], false],
  ['swapped and started', ['owe', 'stop', 'stage', 'swap in', 'start'], true],
  ['swapped, put back and started', ['stop', 'swap in', 'swap back', 'start'], false],
  ['started for its safety backup before the swap', ['stop', 'start', 'stage', 'swap in'], false],
] as const)('a rollback that was %s: services ran on new data = %s', (_, names, ran) => {
  const at = '2026-11-20T04:00:00.000Z';
  const rows = names.map((name, n) => ({ jobId: 'j', n: n + 1, phase: 'intent' as const, name, data: {}, at }));
  expect(ranOnNewData(rows)).toBe(ran);
});

test.each([
  ['a database is exchanged', 'database/db/shop', 'done', true],
  ['a database may be exchanged', 'database/db/shop', 'failed', false],
  ['a volume is exchanged', 'volume/data', 'done', false],
] as const)('%s, nothing was started (%s, %s): somebody may have worked on it = %s', (_, source, phase, ran) => {
  const row = { jobId: 'j', name: 'swap in', at: '2026-11-20T04:00:00.000Z' };
  const rows = [
    { ...row, n: 1, phase: 'intent' as const, data: { source, root: '/' } },
    { ...row, n: 1, phase, data: null },
  ];
  expect(ranOnNewData(rows)).toBe(ran);
});
