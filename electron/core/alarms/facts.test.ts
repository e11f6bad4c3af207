import { describe, expect, it } from 'vitest';
import type { Backup } from '../../../shared/model/backup.ts';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { upgradeOf } from '../../../shared/stack/testing/upgrade-of.ts';
import { policyOf } from '../../../shared/stack/testing/policy-of.ts';
import { isoTime } from '../clock.ts';
import { type EngineFixture, makeEngine } from '../operations/testing/engine-fixture.ts';
import { scheduleOf } from '../schedule/schedule-of.ts';
import { readFacts } from './facts.ts';
import { faultsOf } from './faults.ts';
import { notificationSettings } from './notification-settings.ts';
import { StorageWatch } from './storage-watch.ts';
import { tell } from './tell.ts';

const planned = '2026-11-20T04:00:00.000Z';

function viewOf({ stack, context }: EngineFixture): StackView {
  const [lastGood = null] = context.catalog.backups.list(stack.id).filter(({ verified }) => verified);
  const schedule = scheduleOf(context, stack.id, lastGood);
  return { ...stack, lastGood, lastEnded: null, backups: 0, half: false, stuck: false, schedule, openJob: null };
}

async function keysOf(engine: EngineFixture): Promise<string[]> {
  const facts = await readFacts(engine.context, [viewOf(engine)], new StorageWatch());
  return faultsOf(facts, engine.context.clock()).map(({ key }) => key);
}

function addPolicy({ context: { catalog }, stack }: EngineFixture, id: string): void {
  const policy = policyOf({ id, stackId: stack.id, name: id, createdAt: planned });
  catalog.policies.insert({ ...policy, consideredUntil: planned });
}

function addRun(
  { context: { catalog }, stack }: EngineFixture,
  policyId: string,
  run: Pick<PolicyRun, 'planned' | 'plannedAt' | 'state'> & Partial<PolicyRun>,
): void {
  catalog.policyRuns.insert({
    id: `${policyId} ${run.planned}`,
    policyId,
    stackId: stack.id,
    policy: policyId,
    timeZone: 'UTC',
    reason: null,
    jobId: null,
    backupId: null,
    startedAt: null,
    endedAt: null,
    ...run,
  });
}

describe('facts', () => {
  it('take the newest run that has ended of each policy', async () => {
    await using engine = await makeEngine();
    for (const policy of ['often', 'weekly']) addPolicy(engine, policy);
    addRun(engine, 'weekly', { planned: '2026-11-15 03:00', plannedAt: '2026-11-15T03:00:00.000Z', state: 'missed' });
    for (let hour = 10; hour < 20; hour += 1)
      addRun(engine, 'often', {
        planned: `2026-11-20 ${hour}:00`,
        plannedAt: `2026-11-20T${hour}:00:00.000Z`,
        state: hour === 18 ? 'failed' : hour === 19 ? 'running' : 'succeeded',
      });
    expect(await keysOf(engine)).toEqual(['run:often', 'run:weekly']);
  });

  it('forget a failure that a good backup by hand or of its own policy has followed, and of no other', async () => {
    await using engine = await makeEngine();
    const { catalog, clock } = engine.context;
    for (const policy of ['nightly', 'weekly']) addPolicy(engine, policy);
    const ago = (ms: number): string => isoTime(clock() - ms);
    const backup = await engine.backUp();
    for (const policy of ['nightly', 'weekly'])
      addRun(engine, policy, { planned: 'yesterday', plannedAt: ago(86_400_000), state: 'failed' });
    const runs = async () => (await keysOf(engine)).filter((key) => key.startsWith('run:'));
    const made = (change: Partial<Backup>) => catalog.backups.update(backup.id, change);
    expect(await runs()).toEqual([]);
    made({ type: 'scheduled', policyId: 'nightly' });
    expect(await runs()).toEqual(['run:weekly']);
    made({ createdAt: ago(2 * 86_400_000) });
    expect(await runs()).toEqual(['run:nightly', 'run:weekly']);
    made({ createdAt: ago(-86_400_000) });
    expect(await runs()).toEqual(['run:nightly', 'run:weekly']);
    // Caught up after the backup, it has failed then.
    made({ createdAt: ago(7_200_000), type: 'manual', policyId: null });
    addRun(engine, 'weekly', {
      planned: 'today',
      plannedAt: ago(10_800_000),
      startedAt: ago(3_600_000),
      state: 'failed',
    });
    expect(await runs()).toEqual(['run:weekly']);
  });

  it('know packs that failed their verification, and not those that were never good', async () => {
    await using engine = await makeEngine();
    const [damaged, failed] = [await engine.backUp(), await engine.backUp()];
    const error = { code: 'INTERNAL', params: { detail: 'x' } } as const;
    engine.context.catalog.backups.update(damaged.id, { verified: false, error });
    engine.context.catalog.backups.update(failed.id, { verified: false, status: 'failed', error });
    expect(await keysOf(engine)).toEqual([`verify-failed:${damaged.id}`]);
  });

  it('know jobs whose process had died, and the services that are still owed', async () => {
    await using engine = await makeEngine();
    const { catalog, ledger, clock } = engine.context;
    await engine.backUp();
    const [last] = catalog.jobs.list(1);
    if (last === undefined) throw new Error('no job');
    const gone = { pid: 2 ** 22 + 1, startTime: '1', bootId: 'another boot' };
    for (const id of ['one', 'two']) {
      catalog.jobs.insert({ ...last, id, status: 'running', endedAt: null }, gone, 0);
      const container = {
        containerId: id,
        containerName: id,
        project: 'shop',
        service: `service-${id}`,
        number: 1,
        order: 1,
        startedAt: planned,
        restarting: false,
      };
      await ledger.owe({
        jobId: id,
        stackId: engine.stack.id,
        stack: 'shop',
        endpoint: 'unix:///nowhere',
        containers: [container],
      });
      catalog.jobs.update(id, {
        status: 'failed',
        endedAt: isoTime(clock()),
        error: { code: 'JOB_INTERRUPTED', params: {} },
      });
    }
    const facts = await readFacts(engine.context, [viewOf(engine)], new StorageWatch());
    expect(facts.debts).toEqual([
      { stackId: engine.stack.id, stack: 'shop', services: expect.arrayContaining(['service-one', 'service-two']) },
    ]);
    expect(await keysOf(engine)).toEqual([`services-down:${engine.stack.id}`, 'interrupted:two', 'interrupted:one']);
  });
});

describe('facts about upgrades', () => {
  it('say that one waits, is left alone after its time, and was undone', async () => {
    await using engine = await makeEngine();
    const { context, stack } = engine;
    const { catalog, clock } = context;
    const at = (minutes: number): string => isoTime(clock() + minutes * 60_000);
    const facts = { id: 'waits', stackId: stack.id, createdAt: at(-60), until: at(10) };
    catalog.upgrades.insert(upgradeOf({ ...facts, state: 'confirming' }));
    expect(await keysOf(engine)).toEqual(['upgrade-waiting:waits']);
    catalog.upgrades.update('waits', { until: at(-10) });
    expect(await keysOf(engine)).toEqual(['upgrade-stuck:waits']);
    await engine.run('backup', async () => {
      // Who has the stack may be the one who follows it.
      expect(await keysOf(engine)).toEqual(['upgrade-waiting:waits']);
    });
    const reason = { code: 'UPGRADE_UNHEALTHY', params: { detail: 'app' } } as const;
    catalog.upgrades.update('waits', { state: 'back', reason, endedAt: at(0) });
    expect(await keysOf(engine)).toEqual(['upgrade-undone:waits']);
  });
});

describe('success notes', () => {
  it('tell of every scheduled backup once, of none from before they were looked for, and only when asked for', async () => {
    await using engine = await makeEngine();
    const { context } = engine;
    const { catalog } = context;
    addPolicy(engine, 'nightly');
    const succeed = (day: number): void =>
      addRun(engine, 'nightly', {
        planned: `2026-11-${day} 04:00`,
        plannedAt: `2026-11-${day}T04:00:00.000Z`,
        state: 'succeeded',
        endedAt: `${3000 + day}-11-20T04:01:00.000Z`,
      });
    expect(tell(context, [])).toBe(null);
    succeed(11);
    expect(tell(context, [])).toBe(null);
    catalog.settings.set('notifications', { ...notificationSettings(catalog), successNotes: true });
    succeed(12);
    succeed(13);
    expect(tell(context, [])?.successes).toMatchObject([
      { stack: 'shop', policy: 'nightly', planned: '2026-11-12 04:00' },
      { stack: 'shop', policy: 'nightly', planned: '2026-11-13 04:00' },
    ]);
    expect(tell(context, [])).toBe(null);
  });
});
