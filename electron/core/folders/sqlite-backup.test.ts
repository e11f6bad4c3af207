import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { backupSqlite } from './sqlite-backup.ts';

let root = '';
let live = '';
let copy = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'lifeboat-sqlite-'));
  live = join(root, 'live.db');
  copy = join(root, 'copy.db');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const signal = AbortSignal.timeout(60_000);
const ignore = () => undefined;

/** Two tables that every transaction changes together: a torn copy shows unequal sums. */
function makeDatabase(path: string, journal: 'wal' | 'delete', rows = 2000): void {
  const database = new Database(path);
  database.pragma(`journal_mode=${journal}`);
  database.exec('CREATE TABLE a(n INTEGER, filler BLOB); CREATE TABLE b(n INTEGER, filler BLOB)');
  const insert = (table: 'a' | 'b') => database.prepare(`INSERT INTO ${table} VALUES (?, randomblob(3000))`);
  database.transaction(() => {
    for (let n = 0; n < rows; n += 1) {
      insert('a').run(n);
      insert('b').run(n);
    }
  })();
  database.close();
}

const writer = join(import.meta.dirname, 'testing/sqlite-writer.ts');

describe('backupSqlite', () => {
  it.each(['wal', 'delete'] as const)(
    'copies one consistent moment while another process writes (%s)',
    async (journal) => {
      makeDatabase(live, journal);
      const child = fork(writer, [live]);
      await once(child, 'message');
      let bytes = 0;
      const result = await backupSqlite(live, copy, signal, (more) => {
        bytes += more;
      });
      child.kill('SIGKILL');
      await once(child, 'exit');
      const database = new Database(copy, { readonly: true });
      const sums = ['a', 'b'].map((table) => database.prepare(`SELECT count(*), sum(n) FROM ${table}`).raw().get());
      database.close();
      expect(sums[0]).toEqual(sums[1]);
      expect(result.bytes).toBeGreaterThan(12_000_000);
      expect(bytes).toBeGreaterThan(result.bytes / 2);
    },
  );

  it('leaves nothing beside the copy and keeps the journal mode', async () => {
    makeDatabase(live, 'wal', 10);
    chmodSync(live, 0o640);
    const result = await backupSqlite(live, copy, signal, ignore);
    expect(readdirSync(root).filter((name) => name.startsWith('copy'))).toEqual(['copy.db']);
    expect(readFileSync(copy).subarray(18, 20)).toEqual(Buffer.from([2, 2]));
    expect(result).toMatchObject({ mode: 0o640, bytes: readFileSync(copy).length });
  });

  it('rolls back in the copy what a killed program left unfinished, and leaves the live files alone', async () => {
    makeDatabase(live, 'delete', 100);
    const child = fork(join(import.meta.dirname, 'testing/sqlite-half-writer.ts'), [live]);
    await once(child, 'exit');
    const before = readdirSync(root).map((name) => [name, readFileSync(join(root, name)).toString('latin1')]);
    expect(before.map(([name]) => name)).toEqual(['live.db', 'live.db-journal']);
    await backupSqlite(live, copy, signal, ignore);
    const database = new Database(copy, { readonly: true });
    expect(database.prepare('SELECT count(*), min(n) FROM a').raw().get()).toEqual([100, 0]);
    database.close();
    rmSync(copy);
    expect(readdirSync(root).map((name) => [name, readFileSync(join(root, name)).toString('latin1')])).toEqual(before);
  });

  it('copies an empty database', async () => {
    writeFileSync(live, '');
    await backupSqlite(live, copy, signal, ignore);
    const database = new Database(copy, { readonly: true });
    expect(database.prepare('PRAGMA integrity_check').pluck().get()).toBe('ok');
    database.close();
  });

  it('refuses what is no database, is corrupt or gone, and leaves no copy', async () => {
    await expect(backupSqlite(live, copy, signal, ignore)).rejects.toMatchObject({ code: 'SOURCE_MISSING' });
    writeFileSync(live, 'this is a text, and not a short one either'.repeat(100));
    await expect(backupSqlite(live, copy, signal, ignore)).rejects.toMatchObject({ code: 'SQLITE_UNREADABLE' });
    rmSync(live);
    makeDatabase(live, 'delete', 200);
    const bytes = readFileSync(live);
    bytes.fill(0x5a, 40_960, 81_920);
    writeFileSync(live, bytes);
    await expect(backupSqlite(live, copy, signal, ignore)).rejects.toMatchObject({
      code: 'SQLITE_UNREADABLE',
      params: { path: live },
    });
    expect(readdirSync(root)).toEqual(['live.db']);
  });

  it('stops when it is cancelled and leaves no copy', async () => {
    makeDatabase(live, 'wal');
    const abort = new AbortController();
    await expect(backupSqlite(live, copy, abort.signal, () => abort.abort())).rejects.toThrow(
      expect.objectContaining({ name: 'AbortError' }),
    );
    expect(readdirSync(root).filter((name) => name.startsWith('copy'))).toEqual([]);
  });
});
