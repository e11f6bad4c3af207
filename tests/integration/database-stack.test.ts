import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { exitCode } from '../../shared/exit-codes.ts';
import { filesWith, isIn } from '../support/canary.ts';
import { expectCommand } from '../support/command.ts';
import { databaseImage } from '../support/database-image.ts';
import { type DatabaseStack, dialects, stackPassword, startDatabaseStack } from '../support/database-stack.ts';
import { docker } from '../support/docker-engine.ts';
import { dockerHost } from '../support/docker-host.ts';
import { holdTable } from '../support/held-table.ts';
import { type BackupAnswer, type Lifeboat, lifeboat, rollbackAnswer } from '../support/lifeboat.ts';
import { dumpSeen, loadsSeen, seeingCommands } from '../support/seen-commands.ts';
import { type TempHome, tempHome } from '../support/temp-home.ts';
import { until } from '../support/until.ts';

const host = dockerHost();
const bare = ['--no-safety-backup', '--yes'] as const;

const coverageAnswer = z.object({
  sources: z.array(
    z.looseObject({ id: z.string(), state: z.string(), modes: z.record(z.string(), z.string()).nullable() }),
  ),
});

describe.each(['postgresql', 'mysql'] as const)(
  'an application with a %s server, written to all the time',
  { timeout: 600_000 },
  (engine) => {
    const { digest } = dialects[engine];
    const resources = new AsyncDisposableStack();
    let app: DatabaseStack;
    let home: TempHome;
    let boat: Lifeboat;
    let hot: BackupAnswer;
    let pages: string;

    beforeAll(async () => {
      app = resources.use(await startDatabaseStack(host, engine));
      home = resources.use(await tempHome());
      boat = lifeboat(home.path, { DOCKER_HOST: host });
      const args = ['--compose', app.stack.composeFile, '--name', 'app', '--storage', home.beside];
      await boat.answer(z.looseObject({}), 'stack', 'add', ...args);
      pages = await app.run(`SELECT ${digest} FROM pages`, 'shop');
      await until(
        'something is written',
        async () => (await app.run('SELECT count(*) FROM orders', 'shop')) !== '0' || null,
      );
    }, 600_000);
    afterAll(async () => {
      await resources.disposeAsync();
    });

    const startedAt = async (service: string): Promise<string> => (await app.stack.container(service)).State.StartedAt;

    /** As many orders as the total says, and the pages as they were. */
    async function expectWhole(): Promise<number> {
      await until('the server answers', async () =>
        app.run('SELECT 1', 'shop').then(
          () => true,
          () => null,
        ),
      );
      const sums = await app.run('SELECT (SELECT count(*) FROM orders) - (SELECT orders FROM totals)', 'shop');
      expect(sums).toBe('0');
      expect(await app.run(`SELECT ${digest} FROM pages`, 'shop')).toBe(pages);
      expect(await app.run(`SELECT ${digest} FROM pages`, 'wiki')).toBe(pages);
      return Number(await app.run('SELECT count(*) FROM orders', 'shop'));
    }

    async function spoil(): Promise<void> {
      await app.run('DELETE FROM pages WHERE id > 3', 'shop');
      await app.run('DROP TABLE pages', 'wiki');
    }

    test('its databases are sources, and coverage says what each mode does with them and their files', async () => {
      const { sources } = await boat.answer(coverageAnswer, 'coverage', 'app');
      const modes = Object.fromEntries(sources.map((source) => [source.id, source.modes]));
      const database = { cold: 'in-volume', hot: 'dumped', 'cold+dump': 'dumped' };
      expect(modes).toMatchObject({
        'database/db/shop': database,
        'database/db/wiki': database,
        'volume/files': { cold: 'copied', hot: 'in-dump', 'cold+dump': 'copied' },
        'volume/other': { cold: 'copied', hot: 'copied', 'cold+dump': 'copied' },
      });
    });

    test('hot: every database is dumped, its files are not copied, and nothing stops', async () => {
      const before = [await startedAt('db'), await startedAt('writer')];
      hot = await boat.backup('app', '--mode', 'hot');
      expect([await startedAt('db'), await startedAt('writer')]).toEqual(before);
      expect(hot).toMatchObject({ mode: 'hot', status: 'succeeded', verified: true, stopWindowMs: null });
      expect(hot.sources.map(({ id }) => id).filter((id) => !id.startsWith('config/'))).toEqual([
        'database/db/shop',
        'database/db/wiki',
        'volume/other',
      ]);
      const cwd = hot.path ?? '';
      await expectCommand('sha256sum', ['--check', '--strict', '--quiet', 'checksums/SHA256SUMS'], { cwd });
      const dump = await expectCommand('zstd', ['-dcq', `db/db.${engine}.shop.sql.zst`], { cwd });
      expect(dump).toMatch(/^-- (?:PostgreSQL database dump complete|Dump completed)/mu);
      await boat.answer(z.looseObject({}), 'verify', hot.id);
      const { sources } = await boat.answer(coverageAnswer, 'coverage', 'app');
      const data = sources.filter(({ modes }) => modes !== null);
      expect(data.map(({ id, state }) => `${id} ${state}`)).toEqual(data.map(({ id }) => `${id} covered`));
    });

    test('a rollback of it loads the dumps, an undo takes them back, and the server runs all the time', async () => {
      await spoil();
      const before = await startedAt('db');
      const args = ['rollback', hot.id, '--data-only', ...bare] as const;
      const { jobId, replaced } = await boat.answer(rollbackAnswer, ...args);
      expect(replaced.toSorted()).toEqual(['database/db/shop', 'database/db/wiki', 'volume/other']);
      const restored = await expectWhole();
      expect(await startedAt('db')).toBe(before);
      await expect
        .poll(async () => Number(await app.run('SELECT count(*) FROM orders', 'shop')))
        .toBeGreaterThan(restored);

      await boat.answer(z.looseObject({}), 'undo', jobId, '--yes');
      expect(await app.run('SELECT count(*) FROM pages', 'shop')).toBe('3');
      await expect(app.run('SELECT count(*) FROM pages', 'wiki')).rejects.toThrow(/pages/u);
      await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    });

    test('its password is in no command line while a dump is made, and while it is loaded', async () => {
      const { Id: containerId } = await app.stack.container('db');
      const { result: made, seen } = await seeingCommands(host, containerId, async (soFar) => {
        const held = await holdTable({ host, containerId, engine, database: 'shop' });
        const holdUntilSeen = async (): Promise<void> => {
          await using _ = held;
          await dumpSeen(soFar, engine);
        };
        const [{ id, path }] = await Promise.all([boat.backup('app', '--mode', 'hot'), holdUntilSeen()]);
        const only = ['--only', 'database/db/shop', ...bare];
        const { jobId } = await boat.answer(rollbackAnswer, 'rollback', id, ...only);
        await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
        return path ?? '';
      });
      expect(loadsSeen(seen, engine)).not.toEqual([]);
      expect([...seen.host, ...seen.top].filter((line) => isIn(stackPassword, Buffer.from(line)))).toEqual([]);
      const dumps = join(made, 'db');
      for (const dump of await readdir(dumps)) {
        const sql = await expectCommand('zstd', ['-dcq', dump], { cwd: dumps });
        expect([dump, isIn(stackPassword, Buffer.from(sql))]).toEqual([dump, false]);
      }
    });

    test('a single database comes back alone', async () => {
      const args = ['rollback', hot.id, '--only', 'database/db/wiki', '--yes'] as const;
      const { jobId, replaced, safetyBackup } = await boat.answer(rollbackAnswer, ...args);
      expect(replaced).toEqual(['database/db/wiki']);
      expect(safetyBackup).not.toBeNull();
      expect(await app.run(`SELECT ${digest} FROM pages`, 'wiki')).toBe(pages);
      expect(await app.run('SELECT count(*) FROM pages', 'shop')).toBe('3');
      await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
      const all = await boat.answer(rollbackAnswer, 'rollback', hot.id, '--data-only', ...bare);
      await boat.answer(z.looseObject({}), 'release', all.jobId, '--yes');
      await expectWhole();
    });

    test('cold with dumps: a rollback takes the files, and a single database from its dump where that is asked for', async () => {
      const both = await boat.backup('app', '--mode', 'cold+dump');
      expect(both.stopWindowMs).toBeGreaterThan(0);
      expect(both.sources.map(({ id }) => id)).toEqual(
        expect.arrayContaining(['database/db/shop', 'database/db/wiki', 'volume/files', 'volume/other']),
      );
      await spoil();
      const whole = await boat.answer(rollbackAnswer, 'rollback', both.id, '--data-only', ...bare);
      expect(whole.replaced.toSorted()).toEqual(['volume/files', 'volume/other']);
      await expectWhole();
      await boat.answer(z.looseObject({}), 'release', whole.jobId, '--yes');

      await spoil();
      const one = await boat.answer(rollbackAnswer, 'rollback', both.id, '--only', 'database/db/wiki', ...bare);
      expect(one.replaced).toEqual(['database/db/wiki']);
      expect(await app.run(`SELECT ${digest} FROM pages`, 'wiki')).toBe(pages);
      await boat.answer(z.looseObject({}), 'release', one.jobId, '--yes');
      const twice = ['--only', 'database/db/wiki', '--only', 'volume/files'];
      await boat.refusal(exitCode.refused, 'DATABASE_TWICE', 'rollback', both.id, ...twice, '--yes');
      const again = await boat.answer(rollbackAnswer, 'rollback', both.id, '--data-only', ...bare);
      await boat.answer(z.looseObject({}), 'release', again.jobId, '--yes');
    });

    test('cold: the files are copied, and a rollback brings them back', async () => {
      const cold = await boat.backup('app');
      expect(cold.sources.map(({ id }) => id)).not.toContain('database/db/shop');
      await spoil();
      const { jobId } = await boat.answer(rollbackAnswer, 'rollback', cold.id, '--data-only', ...bare);
      await expectWhole();
      await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    });

    test('a rollback to dumps starts a server that is down, and stops it again', async () => {
      await app.run('DELETE FROM pages', 'wiki');
      await app.stack.compose('stop', 'writer', 'db');
      const only = ['--only', 'database/db/wiki'] as const;
      const { starts } = await boat.answer(z.looseObject({ starts: z.array(z.string()) }), 'plan', hot.id, ...only);
      expect(starts).toEqual(['db']);
      const { jobId, safetyBackup } = await boat.answer(rollbackAnswer, 'rollback', hot.id, ...only, '--yes');
      expect(safetyBackup).not.toBeNull();
      const states = [await app.stack.container('db'), await app.stack.container('writer')];
      expect(states.map(({ State }) => State.Running)).toEqual([false, false]);
      await app.stack.compose('start', 'db', 'writer');
      await expectWhole();
      await boat.answer(z.looseObject({}), 'release', jobId, '--yes');
    });

    test('a server that is down refuses dumps by name; its files at rest are copied hot', async () => {
      await app.stack.compose('stop', 'writer', 'db');
      await boat.refusal(exitCode.refused, 'DATABASE_NOT_RUNNING', 'backup', 'app', '--mode', 'cold+dump');
      const { sources } = await boat.backup('app', '--mode', 'hot');
      expect(sources.map(({ id }) => id)).toContain('volume/files');

      // Somebody starts the server while its files are copied.
      const copies = async () =>
        (await readdir(home.beside, { recursive: true })).filter((path) => path.endsWith('/files.tar.zst')).length;
      const before = await copies();
      const slow = ['backup', 'app', '--mode', 'hot', '--limit', '8M'] as const;
      const refused = boat.refusal(exitCode.integrity, 'SERVICES_RAN_DURING_COPY', ...slow);
      await until('the files are being copied', async () => ((await copies()) > before ? true : null));
      await app.stack.compose('start', 'db', 'writer');
      await refused;

      // One that is paused has not put its files to rest.
      await app.stack.compose('pause', 'db');
      await boat.refusal(exitCode.refused, 'DATABASE_NOT_RUNNING', 'backup', 'app', '--mode', 'hot');
      await app.stack.compose('unpause', 'db');
      await expectWhole();
    });

    test('a volume that another container mounts too is not left to the dumps: a hot backup is refused', async () => {
      const volume = `${app.stack.project}_files`;
      const flags = ['run', '--detach', '--network', 'none', '--volume', `${volume}:/shared`];
      const id = (await docker(host, ...flags, databaseImage, 'sleep', '600')).trim();
      try {
        const { message } = await boat.refusal(
          exitCode.refused,
          'DATABASE_FILES_NESTED',
          'backup',
          'app',
          '--mode',
          'hot',
        );
        expect(message).toContain('volume/files');
      } finally {
        await docker(host, 'rm', '--force', id);
      }
    });

    test('its password is in no pack’s own text, no log and no catalog', async () => {
      expect(await filesWith(stackPassword, home.path)).toEqual([]);
      // The compose file has it, and is captured as it is.
      expect(await filesWith(stackPassword, home.beside, ['docker-compose.yml'])).toEqual([]);
    });
  },
);
