import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Job } from '../../../shared/model/job.ts';
import { makeHome, shop, shopBackup, type TestHome } from '../jobs/testing/sample-records.ts';

const owner = { pid: 4711, startTime: '12', bootId: 'boot' };

const job: Job = {
  id: 'job-1',
  kind: 'backup',
  stackId: shop.id,
  stack: shop.name,
  backupId: null,
  status: 'queued',
  trigger: 'manual',
  progress: { phase: 'preparing', item: null, doneBytes: 0, totalBytes: 0, speed: 0, etaMs: null },
  cancelRequested: false,
  warning: null,
  outputPath: null,
  createdAt: '2026-11-20T04:00:00.000Z',
  startedAt: null,
  endedAt: null,
  error: null,
  revision: 0,
};

function homeWithJob(): TestHome {
  const home = makeHome();
  home.catalog.stacks.insert(shop);
  home.catalog.jobs.insert(job, owner, 5);
  return home;
}

function withRawDatabase(home: TestHome, act: (database: Sqlite.Database) => void): void {
  const database = new Sqlite(home.catalog.file);
  act(database);
  database.close();
}

test('stacks come back as they went in, by id before name', async () => {
  await using home = makeHome();
  const { stacks } = home.catalog;
  const folder = {
    ...shop,
    id: 'shop',
    name: 'notes',
    slug: 'notes',
    definition: { kind: 'folder', directories: ['/n'], sqlite: [], exclude: [] },
  } as const;
  stacks.insert(shop);
  stacks.insert(folder);
  expect(stacks.get(shop.id)).toEqual(shop);
  expect(stacks.findByNameOrId('notes')).toEqual(folder);
  expect(stacks.findByNameOrId('shop')).toEqual(folder);
  expect(stacks.findByNameOrId('nobody')).toBeNull();
  stacks.update({ ...shop, storage: '/elsewhere' });
  expect(stacks.list().map((stack) => [stack.name, stack.storage])).toEqual([
    ['notes', '/srv/shop/backups'],
    ['shop', '/elsewhere'],
  ]);
});

test.each([
  ['name', { id: 'other', slug: 'other' }],
  ['slug', { id: 'other', name: 'other' }],
])('a taken %s is refused', async (_what, change) => {
  await using home = makeHome();
  home.catalog.stacks.insert(shop);
  expect(() => {
    home.catalog.stacks.insert({ ...shop, ...change });
  }).toThrow(/STACK_EXISTS/u);
});

test('a removed stack takes its backups along and leaves its jobs readable', async () => {
  await using home = homeWithJob();
  home.catalog.backups.insert(shopBackup);
  home.catalog.stacks.remove(shop.id);
  expect(home.catalog.backups.list()).toEqual([]);
  expect(home.catalog.jobs.get(job.id)).toMatchObject({ stackId: null, stack: 'shop' });
});

test('backups come back as they went in, newest first', async () => {
  await using home = makeHome();
  const { stacks, backups } = home.catalog;
  stacks.insert(shop);
  const older = { ...shopBackup, id: 'older', createdAt: '2026-11-19T04:00:00.000Z' };
  backups.insert(shopBackup);
  backups.insert(older);
  backups.insert({ ...shopBackup, id: 'same-moment' });
  expect(backups.list(shop.id).map((backup) => backup.id)).toEqual(['same-moment', 'backup-1', 'older']);
  expect(backups.list('other')).toEqual([]);
  expect([...backups.newest(shop.id)].map((backup) => backup.id)).toEqual(['same-moment', 'backup-1', 'older']);
  expect([backups.count(shop.id), backups.count('other')]).toEqual([3, 0]);
  for (const { id } of backups.newest(shop.id)) {
    expect(id).toBe('same-moment');
    break;
  }
  // Left early, it holds up no write.
  const end = {
    status: 'failed',
    verified: true,
    error: { code: 'SPACE_EXHAUSTED', params: { path: '/x' } },
    sources: [
      {
        id: 'volume/d',
        kind: 'volume',
        name: 'd',
        part: 'volumes/d.tar.zst',
        rawBytes: 2,
        storedBytes: 1,
        entries: 1,
        omitted: [{ path: 's', reason: 'socket' }],
      },
    ],
  } as const;
  expect(backups.update('older', end)).toEqual({ ...older, ...end });
  expect(backups.get('older')).toEqual({ ...older, ...end });
  backups.remove('older');
  expect(() => backups.update('older', end)).toThrow(/BACKUP_NOT_FOUND/u);
});

test('a job rises by one revision with every change, and its end is final', async () => {
  await using home = homeWithJob();
  const { jobs } = home.catalog;
  expect(jobs.owner(job.id)).toEqual({ process: owner, heartbeatMs: 5 });
  expect(jobs.update(job.id, { status: 'running', startedAt: job.createdAt })).toMatchObject({
    status: 'running',
    revision: 1,
  });
  expect(jobs.requestCancel(job.id)).toMatchObject({ cancelRequested: true, revision: 2 });
  expect(jobs.requestCancel(job.id).revision).toBe(2);
  expect(() => jobs.update(job.id, { status: 'queued' })).toThrow(/from running to queued/u);
  expect(jobs.update(job.id, { status: 'failed' }).revision).toBe(3);
  expect(jobs.open()).toEqual([]);
  expect(() => jobs.update(job.id, { outputPath: '/late' })).toThrow(/JOB_NOT_OPEN/u);
  expect(jobs.list(10)).toMatchObject([{ id: job.id, status: 'failed' }]);
});

test('even by hand there is no second open job of a stack', async () => {
  await using home = homeWithJob();
  withRawDatabase(home, (database) => {
    const columns = database.pragma('table_info(jobs)');
    const names = z
      .array(z.object({ name: z.string() }))
      .parse(columns)
      .map(({ name }) => (name === 'id' ? "'job-2'" : name));
    expect(() => database.exec(`INSERT INTO jobs SELECT ${names.join(', ')} FROM jobs`)).toThrow(
      /UNIQUE constraint failed: jobs.stack_id/u,
    );
  });
});

test('the journal keeps intents and outcomes in order', async () => {
  await using home = homeWithJob();
  const { journal } = home.catalog;
  expect(journal.intent(job.id, 'stop', { service: 'db' })).toBe(1);
  journal.done(job.id, 1, undefined);
  expect(journal.intent(job.id, 'copy', null)).toBe(2);
  journal.failed(job.id, 2, { code: 'DOCKER_LOST', params: { endpoint: 'e', detail: 'd' } });
  expect(journal.intent(job.id, 'start', null)).toBe(3);
  expect(journal.steps(job.id).map(({ n, name, outcome }) => [n, name, outcome])).toEqual([
    [1, 'stop', 'done'],
    [2, 'copy', 'failed'],
    [3, 'start', null],
  ]);
  expect(journal.rows(job.id).map(({ n, phase }) => `${n} ${phase}`)).toEqual([
    '1 intent',
    '1 done',
    '2 intent',
    '2 failed',
    '3 intent',
  ]);
  expect(journal.rows(job.id)[0]?.data).toEqual({ service: 'db' });
});

test('an outcome needs an intent, and there is one only', async () => {
  await using home = homeWithJob();
  const { journal } = home.catalog;
  expect(() => {
    journal.done(job.id, 1, null);
  }).toThrow(/never begun/u);
  journal.intent(job.id, 'stop', null);
  journal.done(job.id, 1, null);
  expect(() => {
    journal.failed(job.id, 1, { code: 'INTERNAL', params: { detail: '' } });
  }).toThrow(/UNIQUE/u);
});

test.each(['DELETE FROM journal', "UPDATE journal SET phase = 'done'"])('the journal forbids: %s', async (sql) => {
  await using home = homeWithJob();
  home.catalog.journal.intent(job.id, 'stop', null);
  withRawDatabase(home, (database) => {
    expect(() => database.exec(sql)).toThrow(/append-only/u);
  });
  expect(home.catalog.journal.rows(job.id)).toHaveLength(1);
});

test.each([
  ["UPDATE backups SET sources = '[{'", /backups row backup-1/u],
  ["UPDATE backups SET type = 'yearly'", /backups row backup-1.*type/su],
])('a row that cannot be understood is named: %s', async (sql, message) => {
  await using home = homeWithJob();
  home.catalog.backups.insert(shopBackup);
  withRawDatabase(home, (database) => database.exec(sql));
  expect(() => home.catalog.backups.list()).toThrow(message);
});

test('kept data is listed newest first, and holds its stack', async () => {
  await using home = homeWithJob();
  const site = {
    sourceId: 'volume/d',
    access: 'engine',
    kind: 'volume',
    root: 'shop_d',
    names: null,
    exclude: [],
    skip: [],
    part: 'volumes/d.tar.zst',
    maxBytes: 10,
  } as const;
  const kept = {
    jobId: 'job-1',
    stackId: shop.id,
    backupId: 'backup-1',
    state: 'preparing' as const,
    sites: [site],
    images: [],
    at: '2026-11-20T04:00:00.000Z',
  };
  home.catalog.kept.insert(kept);
  home.catalog.kept.insert({ ...kept, jobId: 'job-2', at: '2026-11-21T04:00:00.000Z' });
  expect(home.catalog.kept.list().map(({ jobId }) => jobId)).toEqual(['job-2', 'job-1']);
  expect(() => {
    home.catalog.stacks.remove(shop.id);
  }).toThrow(/FOREIGN KEY/u);
  home.catalog.kept.remove('job-2');
  home.catalog.kept.setState('job-1', 'kept');
  expect(home.catalog.kept.list()).toEqual([{ ...kept, state: 'kept' }]);
});

test('a setting is typed when it is read', async () => {
  await using home = makeHome();
  const { settings } = home.catalog;
  expect(settings.get('storage', z.string())).toBeNull();
  settings.set('storage', '/a');
  settings.set('storage', '/b');
  expect(settings.get('storage', z.string())).toBe('/b');
  expect(() => settings.get('storage', z.number())).toThrow(/settings row storage/u);
});

test('a sound catalog checks as ok', async () => {
  await using home = homeWithJob();
  expect(home.catalog.quickCheck()).toBe('ok');
});

describe('a write whose commit fails', () => {
  /** From now on every write to `table` is well until it is committed. */
  function failCommits(home: TestHome, table: 'backups' | 'journal', event: 'INSERT' | 'UPDATE'): void {
    withRawDatabase(home, (database) =>
      database.exec(`
        CREATE TABLE doomed (stack TEXT REFERENCES stacks (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER doom AFTER ${event} ON ${table} BEGIN INSERT INTO doomed VALUES ('nobody'); END`),
    );
  }

  test('of a backup says so', async () => {
    await using home = homeWithJob();
    const { backups } = home.catalog;
    backups.insert(shopBackup);
    failCommits(home, 'backups', 'UPDATE');
    expect(() => backups.update(shopBackup.id, { verified: !shopBackup.verified })).toThrow(/FOREIGN KEY/u);
    expect(backups.get(shopBackup.id)).toEqual(shopBackup);
  });

  test('of a step that is to begin says so', async () => {
    await using home = homeWithJob();
    failCommits(home, 'journal', 'INSERT');
    expect(() => home.catalog.journal.intent(job.id, 'stop', null)).toThrow(/FOREIGN KEY/u);
    expect(home.catalog.journal.rows(job.id)).toEqual([]);
  });
});
