import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { en } from '../../../shared/locales/en.ts';
import type { Finding } from '../../../shared/model/report.ts';
import { packPathOf } from './backup-lookup.ts';
import { examine } from './doctor.ts';
import { runtimeFinding } from './doctor/installation.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';

async function found(engine: EngineFixture, check: Finding['check']): Promise<Finding[]> {
  const findings = await examine(engine.context);
  for (const { check: name, state, subject, params } of findings) {
    const values = new Map<string, unknown>([...Object.entries(params), ['subject', subject]]);
    for (const [, value = ''] of en.doctor[name][state].matchAll(/\{\{(\w+)\}\}/gu))
      expect(values.get(value), `${name}.${state} needs ${value}`).not.toBeUndefined();
  }
  return findings.filter((finding) => finding.check === check);
}

const compose = { kind: 'compose' as const, project: 'shop', files: [], workingDirectory: null, exclude: [] };

describe('doctor', () => {
  it('finds nothing wrong with a healthy installation, but that Docker is away and not needed', async () => {
    await using engine = await makeEngine();
    await engine.backUp();
    const findings = await examine(engine.context);
    expect(findings.filter(({ state }) => state !== 'good')).toMatchObject([{ check: 'docker', state: 'attention' }]);
    expect(findings.map(({ check }) => check).toSorted()).toEqual(Object.keys(en.doctor).toSorted());
    expect(await found(engine, 'packs')).toMatchObject([{ state: 'good', params: { count: 1 } }]);
  });

  it('alarms when Docker is away and a stack needs it', async () => {
    await using engine = await makeEngine();
    engine.context.catalog.stacks.update({ ...engine.stack, definition: compose });
    expect(await found(engine, 'docker')).toMatchObject([{ state: 'alarm', subject: 'unix:///nowhere/docker.sock' }]);
  });

  it('alarms for a storage that is gone, and for its packs', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    await rename(engine.stack.storage, `${engine.stack.storage}-unplugged`);
    expect(await found(engine, 'storage')).toMatchObject([
      { state: 'alarm', subject: join(engine.stack.storage, 'shop') },
    ]);
    expect(await found(engine, 'packs')).toMatchObject([{ state: 'alarm', params: { count: 1, detail: backup.name } }]);
    expect(await found(engine, 'space')).toEqual([]);
  });

  it('tells damaged packs from those that nobody read back, strange folders and unfinished work', async () => {
    await using engine = await makeEngine();
    const [damaged, unproven] = [await engine.backUp(), await engine.backUp()];
    await rm(join(packPathOf(damaged), 'RESTORE.md'));
    engine.context.catalog.backups.update(unproven.id, { verified: false });
    const packs = join(engine.stack.storage, 'shop');
    const strange = join(packs, 'backup_manual_v1_2020-01-01_00-00-00');
    const unfinished = join(packs, '_tmp', 'job_abc_2020-01-01T00-00-00');
    await mkdir(strange);
    await mkdir(unfinished, { recursive: true });
    expect(await found(engine, 'packs')).toMatchObject([
      { state: 'alarm', params: { count: 1, detail: damaged.name } },
      { state: 'attention', params: { count: 3, detail: [unproven.name, strange, unfinished].join(', ') } },
    ]);
  });

  it('alarms for a pack that failed to verify', async () => {
    await using engine = await makeEngine();
    const { id, name } = await engine.backUp();
    engine.context.catalog.backups.update(id, {
      verified: false,
      error: { code: 'PACK_CORRUPT', params: { pack: name, part: 'x', detail: 'y' } },
    });
    expect(await found(engine, 'packs')).toMatchObject([{ state: 'alarm', params: { detail: name } }]);
  });

  it('wants attention for a disk on which the next backup would not fit', async () => {
    await using engine = await makeEngine();
    const { id } = await engine.backUp();
    engine.context.catalog.backups.update(id, { storedBytes: 2 ** 52 });
    expect(await found(engine, 'space')).toMatchObject([
      { state: 'attention', subject: engine.stack.storage, params: { needed: Math.round(2 ** 52 * 1.1) } },
    ]);
  });

  it('alarms for services that are owed, by name, and only tells of those that a living job owes', async () => {
    await using engine = await makeEngine();
    const container = {
      containerId: 'c1',
      containerName: 'shop-db-1',
      project: 'shop',
      service: 'db',
      number: 1,
      order: 1,
      startedAt: '2026-11-20T03:00:00Z',
      restarting: false,
    };
    const debt = { stackId: engine.stack.id, stack: 'shop', endpoint: 'unix:///nowhere', containers: [container] };
    await engine.context.ledger.owe({ ...debt, jobId: 'dead' });
    expect(await found(engine, 'debts')).toMatchObject([{ state: 'alarm', params: { count: 1, detail: 'shop/db' } }]);
    await engine.run('backup', async (job) => {
      engine.context.ledger.paid('dead', 'c1');
      await engine.context.ledger.settle('dead');
      await engine.context.ledger.owe({ ...debt, jobId: job.id });
      expect(await found(engine, 'debts')).toMatchObject([
        { state: 'attention', params: { count: 1, detail: 'shop/db' } },
      ]);
    });
    await writeFile(join(engine.context.home, 'ledger', 'broken.json'), '{');
    expect((await found(engine, 'debts')).map(({ state }) => state)).toEqual(['alarm']);
  });

  it('names jobs whose process is gone', async () => {
    await using engine = await makeEngine();
    await engine.backUp();
    const [last] = engine.context.catalog.jobs.list(1);
    if (last === undefined) throw new Error('no job');
    const gone = { pid: 2 ** 22 + 1, startTime: '1', bootId: 'another boot' };
    engine.context.catalog.jobs.insert({ ...last, id: 'gone', status: 'running' }, gone, 0);
    expect(await found(engine, 'jobs')).toMatchObject([
      { state: 'attention', params: { count: 1, detail: 'gone (backup, shop)' } },
    ]);
  });

  it('tells how far every kept exchange is, and how big', async () => {
    await using engine = await makeEngine();
    const backup = await engine.backUp();
    engine.context.catalog.kept.insert({
      jobId: 'j1',
      stackId: engine.stack.id,
      backupId: backup.id,
      state: 'undone',
      sites: [],
      images: [],
      at: backup.createdAt,
    });
    expect(await found(engine, 'kept-data')).toMatchObject([
      { state: 'attention', params: { count: 1, bytes: 0, detail: 'j1 (shop, undone)' } },
    ]);
  });

  it('alarms for a catalog with a row that cannot be read, once, and goes on', async () => {
    await using engine = await makeEngine();
    await engine.backUp();
    const database = new DatabaseSync(engine.context.catalog.file);
    database.exec("UPDATE backups SET sources = 'oops'");
    database.close();
    const findings = await examine(engine.context);
    const catalog = findings.filter(({ check }) => check === 'catalog');
    expect(catalog.map(({ state }) => state)).toEqual(['good', 'alarm']);
    expect(catalog[1]?.params['detail']).toContain('backups');
    expect(findings.some(({ check, state }) => check === 'storage' && state === 'good')).toBe(true);
  });

  it('alarms when the log cannot be written', async () => {
    await using engine = await makeEngine();
    const log = join(engine.context.home, 'logs', 'lifeboat.log');
    await rm(log);
    await mkdir(log);
    expect(await found(engine, 'log')).toMatchObject([{ state: 'alarm', subject: log }]);
  });

  it.each([
    ['24.0.0', 'good'],
    ['26.1.0', 'good'],
    ['22.18.0', 'alarm'],
  ])('Node %s is %s', (version, state) => {
    expect(runtimeFinding(version).state).toBe(state);
  });
});
