import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { SeededRandom } from '../chaos/random.ts';
import { expectCommand } from '../support/command.ts';
import { type BackupAnswer, type Lifeboat, lifeboat, recoveryAnswer, rollbackAnswer } from '../support/lifeboat.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { tempHome } from '../support/temp-home.ts';
import { makeTree } from '../support/tree.ts';
import { listTree } from '../support/tree-listing.ts';

const rounds = 8;

function rowsOf(file: string): { readonly a: number; readonly b: number; readonly check: string } {
  const database = new Database(file, { readonly: true });
  try {
    const count = (table: string): number => Number(database.prepare(`SELECT count(*) FROM ${table}`).pluck().get());
    return { a: count('a'), b: count('b'), check: String(database.pragma('integrity_check', { simple: true })) };
  } finally {
    database.close();
  }
}

function checkOf(file: string): string {
  try {
    return rowsOf(file).check;
  } catch (error) {
    return /not a database/u.test(String(error)) ? 'not a database' : String(error);
  }
}

describe('a folder with everything that folders can have, and a database that is written to', () => {
  let root: string;
  let database: string;
  let boat: Lifeboat;
  let storage: string;
  let backup: BackupAnswer;
  /** The tree as it was backed up: all that a backup can hold. */
  let before: string[];
  let writer: ChildProcess | null = null;
  const resources = new AsyncDisposableStack();

  /**
   * Without the database, which is judged by its rows, without the socket, and without what a rollback keeps aside.
   * Times to the microsecond, which is all that Node can set.
   */
  async function tree(): Promise<string[]> {
    const lines = (await listTree(root)).filter((line) => !/^\.\/(?:app\.db|socket|\.lifeboat-)/u.test(line));
    return lines.map((line) =>
      line
        .split('\t')
        .map((field, at) => (at === 5 ? field.slice(0, -3) : field))
        .join('\t'),
    );
  }

  async function stopWriter(): Promise<void> {
    if (writer === null) return;
    const ended = once(writer, 'exit');
    writer.kill('SIGKILL');
    await ended;
    writer = null;
  }

  async function damage(): Promise<void> {
    await rm(join(root, 'plain'), { recursive: true });
    await rm(join(root, '数据'), { recursive: true });
    await writeFile(join(root, 'intruder'), 'was not there');
    await chmod(join(root, 'private'), 0o777);
    for (const suffix of ['', '-wal', '-shm']) await rm(`${database}${suffix}`, { force: true });
    await writeFile(database, 'this is no database any more'.repeat(1000));
  }

  beforeAll(async () => {
    const home = resources.use(await tempHome());
    const data = resources.use(await tempFolder());
    storage = home.beside;
    root = join(data.path, 'site');
    database = join(root, 'app.db');
    await makeTree(root);
    const socket = createServer().listen(join(root, 'socket'));
    await once(socket, 'listening');
    resources.defer(() => {
      socket.close();
    });
    const made = new Database(database);
    made.pragma('journal_mode = WAL');
    made.exec('CREATE TABLE a (n INTEGER, filler BLOB); CREATE TABLE b (n INTEGER, filler BLOB);');
    made.close();
    writer = fork(join(import.meta.dirname, '../../electron/core/folders/testing/sqlite-writer.ts'), [database]);
    resources.defer(stopWriter);
    await once(writer, 'message');
    boat = lifeboat(home.path, {});
    const args = ['--folder', root, '--sqlite', database, '--name', 'site', '--storage', storage];
    await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
  });
  afterAll(async () => {
    await resources.disposeAsync();
  });

  test('is backed up while the database is written to; its copy is whole, and what cannot be kept is named', async () => {
    before = await tree();
    const atStart = rowsOf(database).a;
    backup = await boat.backup('site');
    expect(backup).toMatchObject({ status: 'succeeded', verified: true, stopWindowMs: null });
    expect(backup.sources.map(({ id }) => id)).toEqual(['folder/site', 'sqlite/app.db']);
    expect(backup.sources[0]?.omitted).toEqual([{ path: 'socket', reason: 'socket' }]);

    const copy = join(storage, 'copy.db');
    await expectCommand('zstd', ['-q', '-d', '-o', copy, join(backup.path ?? '', 'sqlite/app.db.zst')]);
    const { a, b, check } = rowsOf(copy);
    expect(check).toBe('ok');
    expect(a).toBe(b);
    expect(a).toBeGreaterThanOrEqual(atStart);
    const listed = await expectCommand('tar', ['-tf', 'files/site.tar.zst'], { cwd: backup.path ?? '' });
    expect(listed).not.toMatch(/app\.db/u);
  });

  test('comes back equal after it was damaged, garbage in place of its database included; undo brings the damage back', async () => {
    await stopWriter();
    await damage();
    const damaged = await tree();

    const result = await boat.answer(rollbackAnswer, 'rollback', 'latest', '--yes');

    expect(await tree()).toEqual(before);
    expect(rowsOf(database)).toMatchObject({ check: 'ok' });
    expect(result.safetyBackup).toMatch(/^backup_pre-rollback_/u);

    await boat.answer(z.looseObject({}), 'undo', result.jobId, '--yes');
    expect(await tree()).toEqual(damaged);
    expect(() => rowsOf(database)).toThrow('not a database');
    await boat.answer(z.looseObject({}), 'release', result.jobId, '--yes');
    expect((await readdir(root)).filter((name) => name.startsWith('.lifeboat-'))).toEqual([]);
    expect(await tree()).toEqual(damaged);
  });

  test('the safety backup of garbage is a backup too: it brings the garbage back', async () => {
    const [safety] = (await boat.list('site')).filter(({ type }) => type === 'pre-rollback');
    expect(safety).toMatchObject({ status: 'succeeded', verified: true });
    await boat.answer(z.looseObject({ parts: z.int().min(1) }), 'verify', safety?.id ?? '');
  });

  test('comes back equal after it was deleted wholly', async () => {
    await rm(root, { recursive: true });
    await boat.refusal(exitCode.notFound, 'SOURCE_MISSING', 'backup', 'site');
    const { jobId } = await boat.answer(rollbackAnswer, 'rollback', backup.id, '--yes');
    await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    expect(await tree()).toEqual(before);
    expect(rowsOf(database)).toMatchObject({ check: 'ok' });
  });

  test(`${rounds} rounds of SIGKILL during a rollback: the tree is the old or the new, never a mixture`, async () => {
    const random = new SeededRandom(Number(process.env['LIFEBOAT_SEED'] ?? 1));
    const ends = { old: 0, new: 0 };
    for (let round = 0; round < rounds; round += 1) {
      await damage();
      const damaged = await tree();
      const command = boat.start('rollback', backup.id, '--yes', '--no-safety-backup');
      const phase = random.pick(['Laying out', 'Exchanging'] as const);
      await command.said(new RegExp(`^${phase}`, 'mu'));
      await delay(random.next() * (phase === 'Exchanging' ? 250 : 400));
      command.signal('SIGKILL');
      await command.end;
      await boat.answer(recoveryAnswer, 'recover');
      const now = await tree();
      const isNew = JSON.stringify(now) === JSON.stringify(before);
      ends[isNew ? 'new' : 'old'] += 1;
      // The root's own time is Lifeboat's when it died between making its folder there and noting what the time was.
      expect(now.slice(1), `round ${round}, killed in ${phase}`).toEqual((isNew ? before : damaged).slice(1));
      // The database goes with the folder: both are of one moment.
      expect(checkOf(database), `round ${round}, killed in ${phase}`).toBe(isNew ? 'ok' : 'not a database');
      const jobs = await boat.answer(z.array(z.looseObject({ id: z.string(), kind: z.string() })), 'jobs');
      const last = jobs.find(({ kind }) => kind === 'rollback');
      if (isNew) await boat.answer(z.looseObject({}), 'release', last?.id ?? '', '--yes');
      expect((await readdir(root)).filter((name) => name.startsWith('.lifeboat-'))).toEqual([]);
      if (!isNew) {
        const { jobId } = await boat.answer(rollbackAnswer, 'rollback', backup.id, '--yes', '--no-safety-backup');
        await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
      }
    }
    process.stdout.write(`folder rollback: ${rounds} rounds, ${ends.old} ended old, ${ends.new} ended new\n`);
    expect(ends.old).toBeGreaterThan(0);
  });
});
