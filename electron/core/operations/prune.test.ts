import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rename, watch } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Policy } from '../../../shared/model/policy.ts';
import type { PruneReport } from '../../../shared/model/schedule.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { isoTime } from '../clock.ts';
import { hasCode } from '../errors.ts';
import { viewOf } from './backup-lookup.ts';
import { listPacks } from './pack-listing.ts';
import { previewPrune, previewRetention, pruneStack } from './prune.ts';
import { policyOf } from '../../../shared/stack/testing/policy-of.ts';
import { recover } from './recover.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';

function addPolicy({ context, stack }: EngineFixture, change: Partial<Policy> = {}): string {
  const createdAt = isoTime(context.clock());
  const retention = { days: null, count: 2 };
  const policy = policyOf({ id: 'nightly', stackId: stack.id, retention, createdAt, ...change });
  context.catalog.policies.insert({ ...policy, consideredUntil: createdAt });
  return policy.id;
}

/** Real packs as a policy's nights leave them, oldest first. */
async function nights(engine: EngineFixture, count: number): Promise<BackupView[]> {
  const made: BackupView[] = [];
  for (let night = 0; night < count; night += 1) {
    const { id } = await engine.backUp();
    made.push(viewOf(engine.context.catalog.backups.update(id, { type: 'scheduled', policyId: 'nightly' })));
  }
  return made;
}

async function prune(engine: EngineFixture): Promise<PruneReport> {
  return engine.run('prune', async (job) => pruneStack(engine.context, job, engine.stack));
}

/** Each lies where the other should. */
async function exchangePacks(one: string, other: string): Promise<void> {
  await rename(one, `${one}-aside`);
  await rename(other, one);
  await rename(`${one}-aside`, other);
}

const namesOf = (backups: readonly { readonly name: string }[]): string[] => backups.map(({ name }) => name);

function recorded({ context, stack }: EngineFixture): string[] {
  return namesOf(context.catalog.backups.list(stack.id));
}

function packsOf({ stack }: EngineFixture): string {
  return join(stack.storage, stack.slug);
}

describe('a prune', () => {
  it('deletes exactly what its preview says, packs and records', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const made = await nights(engine, 4);
    const preview = previewPrune(engine.context, engine.stack);
    const report = await prune(engine);
    expect(report).toMatchObject(preview);
    expect(namesOf(report.deletes)).toEqual(namesOf(made.slice(0, 2)).toReversed());
    expect(report.freedBytes).toBe(made.slice(0, 2).reduce((sum, { storedBytes }) => sum + storedBytes, 0));
    const stay = namesOf(made.slice(2));
    expect(recorded(engine).toSorted()).toEqual(stay.toSorted());
    expect((await readdir(packsOf(engine))).filter((name) => name !== '_tmp').toSorted()).toEqual(stay.toSorted());
    expect((await prune(engine)).deletes).toEqual([]);
  });

  it('deletes nothing for a policy that is off, and nothing that is pinned', async () => {
    await using engine = await makeEngine();
    const { catalog } = engine.context;
    const id = addPolicy(engine, { enabled: false });
    const [first] = await nights(engine, 4);
    expect(previewPrune(engine.context, engine.stack).deletes).toEqual([]);
    catalog.policies.update(id, { enabled: true });
    catalog.backups.update(first?.id ?? '', { pinned: true });
    const report = await prune(engine);
    expect(report.deletes).toHaveLength(1);
    expect(report.keeps.find(({ backupId }) => backupId === first?.id)?.reason).toBe('pinned');
  });

  it.each([
    ['failed', { status: 'failed', verified: false }],
    ['was cancelled', { status: 'cancelled', verified: false }],
    ['is not verified', { verified: false }],
  ] as const)('deletes nothing when the newest backup %s', async (_what, change) => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const made = await nights(engine, 4);
    engine.context.catalog.backups.update(made[3]?.id ?? '', change);
    const refused = { code: 'PRUNE_AFTER_FAILURE', params: { stack: 'shop', backup: made[3]?.name } };
    expect(() => previewPrune(engine.context, engine.stack)).toThrow(expect.objectContaining(refused));
    await expect(prune(engine)).rejects.toMatchObject(refused);
    expect((await listPacks(packsOf(engine))).packs).toHaveLength(4);
  });

  it('deletes nothing when the storage is away', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    await nights(engine, 4);
    await rename(engine.stack.storage, `${engine.stack.storage}-unplugged`);
    await expect(prune(engine)).rejects.toMatchObject({ code: 'PRUNE_AFTER_FAILURE' });
    expect(recorded(engine)).toHaveLength(4);
  });

  it('keeps what is older than a pack that failed its verification', async () => {
    await using engine = await makeEngine();
    addPolicy(engine, { retention: { days: null, count: 1 } });
    const made = await nights(engine, 4);
    const error = { code: 'FILE_FAILED', params: { path: '/x', detail: 'x' } } as const;
    engine.context.catalog.backups.update(made[1]?.id ?? '', { verified: false, error });
    const report = await prune(engine);
    expect(namesOf(report.deletes)).toEqual([made[2]?.name]);
    expect(recorded(engine)).toContain(made[0]?.name);
  });

  it('stops at a pack that it cannot delete, and says what is done', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const made = await nights(engine, 5);
    const [, stubborn, other] = made;
    await exchangePacks(stubborn?.path ?? '', other?.path ?? '');
    await expect(prune(engine)).rejects.toMatchObject({
      code: 'PRUNE_STOPPED',
      params: { backup: stubborn?.name, deleted: 1, left: 2 },
    });
    expect(recorded(engine)).toHaveLength(4);
  });

  it('stops when the newest good pack goes in the middle of it', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const made = await nights(engine, 4);
    const { catalog } = engine.context;
    const remove = catalog.backups.remove.bind(catalog.backups);
    const removed: string[] = [];
    catalog.backups.remove = (id) => {
      removed.push(id);
      catalog.backups.update(made[3]?.id ?? '', { path: '/nowhere' });
      remove(id);
    };
    await expect(prune(engine)).rejects.toMatchObject({ code: 'PRUNE_STOPPED', params: { deleted: 1, left: 1 } });
    expect(removed).toHaveLength(1);
  });

  it('spares what is pinned in the middle of it', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const [, second] = await nights(engine, 4);
    const { catalog } = engine.context;
    const remove = catalog.backups.remove.bind(catalog.backups);
    catalog.backups.remove = (id) => {
      remove(id);
      catalog.backups.update(second?.id ?? '', { pinned: true });
    };
    const report = await prune(engine);
    expect(report.deletes).toHaveLength(1);
    expect(report.keeps.find(({ backupId }) => backupId === second?.id)?.reason).toBe('pinned');
    expect(recorded(engine)).toContain(second?.name);
  });

  it('can be cancelled between two packs', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    await nights(engine, 5);
    const { catalog, runner } = engine.context;
    const remove = catalog.backups.remove.bind(catalog.backups);
    const pruning = engine.run('prune', async (job) => {
      catalog.backups.remove = (id) => {
        remove(id);
        runner.cancel(job.id);
      };
      return pruneStack(engine.context, job, engine.stack);
    });
    await expect(pruning).rejects.toSatisfy((error) => hasCode(error, 'JOB_CANCELLED'));
    expect(recorded(engine)).toHaveLength(4);
    expect((await listPacks(packsOf(engine))).packs).toHaveLength(4);
  });

  it.each([1, 2, 3])('that is killed at pack %i leaves none that looks whole and is not', async (victim) => {
    await using engine = await makeEngine();
    addPolicy(engine, { retention: { days: null, count: 1 } });
    const made = await nights(engine, 4);
    await killedAt(engine, victim);
    const { context } = engine;
    await recover(context);
    const listed = await listPacks(packsOf(engine));
    expect(listed.incomplete).toEqual([]);
    expect(namesOf(listed.packs.map(({ manifest }) => manifest)).toSorted()).toEqual(recorded(engine).toSorted());
    expect(recorded(engine)).toContain(made[3]?.name);
    expect(recorded(engine).length).toBeLessThanOrEqual(4 - victim);
    expect((await readdir(packsOf(engine))).filter((name) => name.startsWith('.trash-'))).toEqual([]);
    await prune(engine);
    expect(recorded(engine)).toEqual([made[3]?.name]);
  });
});

/** Prunes in another process, which is killed as soon as it renames the `victim`th pack away. */
async function killedAt(engine: EngineFixture, victim: number): Promise<void> {
  const script = fileURLToPath(new URL('testing/prune-stack.ts', import.meta.url));
  const changes = watch(packsOf(engine));
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, engine.context.home]);
  const exit = once(child, 'exit');
  const trash = new Set<string>();
  for await (const { filename } of changes) {
    if (filename?.startsWith('.trash-') === true) trash.add(filename);
    if (trash.size >= victim) break;
  }
  child.kill('SIGKILL');
  await exit;
}

describe('previewRetention', () => {
  it('tells of one policy alone what it would do were it different, also after a failure', async () => {
    await using engine = await makeEngine();
    addPolicy(engine);
    const made = await nights(engine, 4);
    await engine.backUp();
    const preview = (retention: Policy['retention'], enabled = true): [string[], string[]] => {
      const { keeps, deletes } = previewRetention(engine.context, engine.stack, { id: 'nightly', enabled, retention });
      return [namesOf(keeps), namesOf(deletes)];
    };
    const newestFirst = namesOf(made.toReversed());
    expect(preview({ days: null, count: 3 })).toEqual([newestFirst.slice(0, 3), newestFirst.slice(3)]);
    expect(preview({ days: null, count: 3 }, false)).toEqual([newestFirst, []]);
    const newest = engine.context.catalog.backups.list(engine.stack.id)[0];
    engine.context.catalog.backups.update(newest?.id ?? '', { status: 'failed' });
    expect(() => previewPrune(engine.context, engine.stack)).toThrow('PRUNE_AFTER_FAILURE');
    // The newest good one of the stack is now its own: it stays whatever the count says.
    expect(preview({ days: null, count: 1 })).toEqual([newestFirst.slice(0, 1), newestFirst.slice(1)]);
  });
});
