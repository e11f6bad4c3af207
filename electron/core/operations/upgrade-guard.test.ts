import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Upgrade, UpgradeRequest, UpgradeState } from '../../../shared/model/upgrade.ts';
import { idleTriggers } from '../../../shared/stack/gives-way.ts';
import { isoTime } from '../clock.ts';
import type { RunningJob } from '../engine-api.ts';
import { AppError } from '../errors.ts';
import { upgradeCalls } from '../upgrade-calls.ts';
import { findBackup, viewOf } from './backup-lookup.ts';
import { deleteBackup } from './delete.ts';
import { recover } from './recover.ts';
import { stageAll } from './rollback.ts';
import { planRollback } from './rollback-plan.ts';
import { lookAt } from './stack-access.ts';
import { addStack, removeStack } from './stack-registry.ts';
import { contextAt, type EngineFixture, makeEngine } from './testing/engine-fixture.ts';
import { resumeUpgrades } from './upgrade-resume.ts';
import { turnBack } from './upgrade-turn.ts';

let engine: EngineFixture;
let letter: string;
beforeEach(async () => {
  engine = await makeEngine();
  letter = join(engine.directory, 'app/docs/letter.txt');
});
afterEach(async () => {
  await engine.context.runner.close();
  engine.context.catalog.close();
  await engine[Symbol.asyncDispose]();
});

/** What an upgrade does to the data, and then its exit code. */
const upgradeCommand = (code: number): readonly string[] => {
  const act = `require('node:fs').writeFileSync('docs/letter.txt', 'of version 2'); process.exitCode = ${code}`;
  return [process.execPath, '-e', `${act}; console.log('migrated')`];
};

function guard(change: Partial<UpgradeRequest> = {}, lines: string[] = []): RunningJob<Upgrade> {
  const request = {
    images: false,
    command: upgradeCommand(0),
    healthMs: 60_000,
    confirmMs: 60_000,
    keepHealthy: false,
  };
  return upgradeCalls(engine.context).guardUpgrade({ ...request, stack: 'shop', ...change }, (line) =>
    lines.push(line),
  );
}

const stored = (id: string): Upgrade | null => engine.context.catalog.upgrades.get(id);

async function reaches(id: string, state: UpgradeState): Promise<void> {
  for (const end = performance.now() + 15_000; performance.now() < end; await delay(20))
    if (stored(id)?.state === state) return;
  throw new Error(`the upgrade is ${stored(id)?.state}, not ${state}`);
}

/** An upgrade that waits for its word, and whose process is gone. */
async function orphan(change: Partial<Pick<Upgrade, 'state' | 'until' | 'reason'>>): Promise<string> {
  const running = guard();
  running.result.catch(() => undefined);
  await reaches(running.jobId, 'confirming');
  // It ends as at the end of its process: nobody has asked for it to be cancelled.
  await engine.context.runner.close();
  engine.context.catalog.upgrades.update(running.jobId, { state: 'confirming', ...change });
  engine.context.catalog.close();
  engine = { ...engine, context: await contextAt(join(engine.directory, 'home')) };
  return running.jobId;
}

const past = isoTime(Date.now() - 1000);

test('a command that fails is undone: the data is as before, and what it wrote is kept', async () => {
  const before = await readFile(letter, 'utf8');
  const lines: string[] = [];
  const running = guard({ command: upgradeCommand(7), appVersion: '1.2' }, lines);
  await expect(running.result).rejects.toMatchObject({
    code: 'UPGRADE_UNDONE',
    params: { stack: 'shop', cause: 'UPGRADE_COMMAND_FAILED', detail: 'exit code 7' },
  });
  expect(lines).toEqual(['migrated']);
  expect(await readFile(letter, 'utf8')).toBe(before);
  expect(stored(running.jobId)).toMatchObject({ state: 'back', dataBack: true });
  expect(engine.context.catalog.jobs.get(running.jobId)?.status).toBe('failed');
  expect(engine.context.catalog.kept.list()).toMatchObject([{ jobId: running.jobId, state: 'kept' }]);
  const point = findBackup(engine.context, 'latest', 'shop', 'pre-upgrade');
  expect(point).toMatchObject({ id: stored(running.jobId)?.backupId, appVersion: '1.2', verified: true });
});

test('one that is kept keeps the data of the new version', async () => {
  const running = guard({ keepHealthy: true });
  await expect(running.result).resolves.toMatchObject({ state: 'kept' });
  expect(await readFile(letter, 'utf8')).toBe('of version 2');
  expect(engine.context.catalog.kept.list()).toEqual([]);
});

test('the word to keep is heard, and given once: then it is too late for another', async () => {
  const calls = upgradeCalls(engine.context);
  const running = guard();
  await reaches(running.jobId, 'confirming');
  await calls.decideUpgrade(running.jobId, 'keep');
  await expect(running.result).resolves.toMatchObject({ state: 'kept' });
  await expect(calls.decideUpgrade(running.jobId, 'back')).rejects.toMatchObject({ code: 'UPGRADE_NOT_WAITING' });
  await expect(calls.decideUpgrade('gone', 'back')).rejects.toMatchObject({ code: 'UPGRADE_NOT_FOUND' });
});

test('by hand it waits for the wish to look, and goes back when its time is over', async () => {
  const before = await readFile(letter, 'utf8');
  const running = guard({ command: null });
  running.result.catch(() => undefined);
  await reaches(running.jobId, 'upgrading');
  await writeFile(letter, 'of version 2');
  await upgradeCalls(engine.context).decideUpgrade(running.jobId, 'check');
  await reaches(running.jobId, 'confirming');
  engine.context.catalog.upgrades.update(running.jobId, { until: past });
  await expect(running.result).rejects.toMatchObject({ params: { cause: 'UPGRADE_NOT_CONFIRMED' } });
  expect(await readFile(letter, 'utf8')).toBe(before);
});

test('a cancel is the word to go back, also while the command runs', async () => {
  const before = await readFile(letter, 'utf8');
  const lines: string[] = [];
  const endless = `${upgradeCommand(0)[2]}; setInterval(() => {}, 1000)`;
  const running = guard({ command: [process.execPath, '-e', endless] }, lines);
  running.result.catch(() => undefined);
  await expect.poll(() => lines, { timeout: 15_000 }).toEqual(['migrated']);
  engine.context.runner.cancel(running.jobId);
  await expect(running.result).rejects.toMatchObject({ params: { cause: 'UPGRADE_DECLINED' } });
  expect(await readFile(letter, 'utf8')).toBe(before);
});

test('an upgrade whose process is gone is left alone by a start, and followed to its end by who stays', async () => {
  const before = await readFile(letter, 'utf8');
  const id = await orphan({});
  await recover(engine.context);
  expect(stored(id)?.state).toBe('confirming');
  expect(await readFile(letter, 'utf8')).toBe('of version 2');
  await resumeUpgrades(engine.context);
  expect(engine.context.catalog.jobs.open()).toMatchObject([{ kind: 'upgrade', stack: 'shop' }]);
  engine.context.catalog.upgrades.update(id, { until: past });
  await reaches(id, 'back');
  expect(await readFile(letter, 'utf8')).toBe(before);
});

test('a start brings to its end what was decided', async () => {
  const before = await readFile(letter, 'utf8');
  const reason = { code: 'UPGRADE_DECLINED', params: {} } as const;
  const id = await orphan({ state: 'going-back', reason, until: null });
  const report = await recover(engine.context);
  expect(report.jobs).toMatchObject([{ id, kind: 'upgrade', outcome: 'undone' }]);
  expect(stored(id)?.state).toBe('back');
  expect(await readFile(letter, 'utf8')).toBe(before);
});

test('going back after a try that stuck half way exchanges nothing on top of it, and no recovery brings that back', async () => {
  const reason = { code: 'UPGRADE_DECLINED', params: {} } as const;
  const id = await orphan({ state: 'going-back', reason, until: null });
  const { context } = engine;
  const point = findBackup(context, stored(id)?.backupId ?? '');
  const request = { scope: 'full', only: [], exclude: [], safetyBackup: false } as const;
  const spec = { kind: 'upgrade', stackId: point.stackId, stack: 'shop', trigger: 'test' } as const;
  const stuck = context.runner.start(spec, async (job) => {
    const sites = await stageAll(context, job, await planRollback(context, point, request), []);
    for (const { site } of sites) await site.swapIn();
    throw new AppError('DOCKER_LOST', { endpoint: 'here', detail: 'cable' });
  });
  await expect(stuck.result).rejects.toMatchObject({ code: 'DOCKER_LOST' });
  await resumeUpgrades(context);
  await reaches(id, 'back');
  await context.runner.close();
  context.catalog.close();
  engine = { ...engine, context: await contextAt(join(engine.directory, 'home')) };
  await writeFile(letter, 'written since');
  expect((await recover(engine.context)).jobs).toEqual([]);
  expect(await readFile(letter, 'utf8')).toBe('written since');
});

test('a word to keep that was taken is not overridden, and one that comes too late changes nothing', async () => {
  const id = await orphan({});
  const { catalog } = engine.context;
  const reason = { code: 'UPGRADE_NOT_CONFIRMED', params: { minutes: 1 } } as const;
  await upgradeCalls(engine.context).decideUpgrade(id, 'keep');
  expect(turnBack(catalog, id, reason)).toBeNull();
  expect(stored(id)).toMatchObject({ state: 'confirming', decision: 'keep', reason: null });
  catalog.upgrades.update(id, { decision: null });
  expect(turnBack(catalog, id, reason)).toMatchObject({ state: 'going-back', reason });
  expect(turnBack(catalog, id, reason)?.state).toBe('going-back');
});

test('its point holds what backups of the stack leave out', async () => {
  const { catalog } = engine.context;
  const second = join(engine.directory, 'second');
  await mkdir(second);
  await writeFile(join(second, 'index'), 'of version 1');
  const stack = await addStack(engine.context, {
    folders: [join(engine.directory, 'app'), second],
    name: 'two',
    storage: join(engine.directory, 'storage-two'),
  });
  const source = (await lookAt(engine.context, stack)).state.sources.find(({ location }) => location === second);
  catalog.stacks.update({ ...stack, backup: { ...stack.backup, leftOut: [source?.id ?? ''] } });
  const act = `require('node:fs').writeFileSync(${JSON.stringify(join(second, 'index'))}, 'of version 2')`;
  const command = [process.execPath, '-e', `${act}; process.exitCode = 7`];
  await expect(guard({ stack: 'two', command }).result).rejects.toMatchObject({ code: 'UPGRADE_UNDONE' });
  expect(await readFile(join(second, 'index'), 'utf8')).toBe('of version 1');
});

test('a verification that began by itself gives way to a way back that is due', async () => {
  const id = await orphan({ until: past });
  const { runner } = engine.context;
  const spec = { kind: 'verify', stackId: engine.stack.id, stack: 'shop', trigger: idleTriggers.verification } as const;
  const idle = runner.start(spec, async (job) => {
    await once(job.signal, 'abort');
    job.signal.throwIfAborted();
  });
  await Promise.all([
    expect(idle.result).rejects.toMatchObject({ code: 'JOB_CANCELLED' }),
    resumeUpgrades(engine.context),
  ]);
  await reaches(id, 'back');
});

test('while it waits, its point is not deleted, its stack not forgotten, and no second one begins', async () => {
  const id = await orphan({});
  const { context } = engine;
  const point = context.catalog.backups.get(stored(id)?.backupId ?? '');
  if (point === null) throw new Error('there is no point');
  const spec = { kind: 'delete' as const, stackId: point.stackId, stack: 'shop', trigger: 'test' };
  const deletion = context.runner.start(spec, async (job) => deleteBackup(context, job, viewOf(point)));
  await expect(deletion.result).rejects.toMatchObject({ code: 'BACKUP_IN_USE', params: { job: id } });
  expect(() => removeStack(context, 'shop')).toThrow(expect.objectContaining({ code: 'UPGRADE_OPEN' }));
  await expect(guard().result).rejects.toMatchObject({ code: 'UPGRADE_OPEN', params: { job: id } });
  expect(stored(id)?.state).toBe('confirming');
});

test('what cannot be brought back says so, and is tried again when the operator wants it', async () => {
  const before = await readFile(letter, 'utf8');
  const id = await orphan({});
  const { context } = engine;
  const point = context.catalog.backups.get(stored(id)?.backupId ?? '');
  const calls = upgradeCalls(context);
  context.catalog.backups.update(point?.id ?? '', { path: '/nowhere' });
  await calls.decideUpgrade(id, 'back');
  await expect(calls.followUpgrade(id).result).rejects.toMatchObject({ code: 'UPGRADE_NOT_BACK', params: { job: id } });
  expect(stored(id)).toMatchObject({ state: 'failed', reason: { code: 'UPGRADE_NOT_BACK' } });
  expect(await readFile(letter, 'utf8')).toBe('of version 2');

  context.catalog.backups.update(point?.id ?? '', { path: point?.path ?? null });
  await expect(calls.followUpgrade(id).result).rejects.toMatchObject({ code: 'UPGRADE_UNDONE' });
  expect(await readFile(letter, 'utf8')).toBe(before);
});

test('is refused before anything is made for a command that is not there, or a time that is none', async () => {
  await expect(guard({ command: ['no-such-program'] }).result).rejects.toMatchObject({
    code: 'UPGRADE_COMMAND_NOT_FOUND',
  });
  expect(() => guard({ confirmMs: 0 })).toThrow(expect.objectContaining({ code: 'UPGRADE_PATIENCE_INVALID' }));
  expect(engine.context.catalog.upgrades.list()).toEqual([]);
  expect(engine.context.catalog.backups.list()).toEqual([]);
});
