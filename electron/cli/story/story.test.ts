import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Stack } from '../../../shared/model/stack.ts';
import { standardStackBackup } from '../../../shared/model/stack-backup.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import type { Engine } from '../../core/engine-api.ts';
import { AppError } from '../../core/errors.ts';
import { ended, fakeEngine } from '../testing/fake-engine.ts';
import { runLine } from '../testing/run-line.ts';
import { backup as record, plan, rolledBack } from '../testing/samples.ts';
import { damageSample } from './damage.ts';
import { differences, digestSample, type FolderDefinition } from './sample-digest.ts';
import { outdated } from './tidy.ts';

let home = '';
let definition: FolderDefinition;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'lifeboat-story-'));
  const data = join(home, 'sample', 'data');
  await mkdir(join(data, 'pages'), { recursive: true });
  for (const name of ['a.md', 'b.md', 'c.md']) await writeFile(join(data, 'pages', name), `page ${name}`);
  definition = { kind: 'folder', directories: [data], sqlite: [join(data, 'wiki.db')], exclude: [] };
  using database = new DatabaseSync(join(data, 'wiki.db'));
  database.exec(
    "CREATE TABLE note (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO note (text) VALUES ('one'), ('two'), ('three')",
  );
});
afterEach(() => rm(home, { recursive: true }));

/** An engine that really copies the sample away and back; `restore` may be made to fail. */
function copyingEngine(calls: Partial<Engine> = {}) {
  const backups: BackupView[] = [];
  const released: string[] = [];
  const stack: Stack = {
    id: 'sample-1',
    name: 'sample',
    slug: 'sample',
    definition,
    storage: join(home, 'packs'),
    backup: standardStackBackup,
    createdAt: record.createdAt,
  };
  const data = join(home, 'sample', 'data');
  const engine = fakeEngine({
    home,
    sample: () => Promise.resolve(stack),
    backup: (request) => ({
      jobId: 'job-b',
      result: (async () => {
        const id = `b${backups.length + 1}`;
        await cp(data, join(home, 'packs', id), { recursive: true });
        backups.unshift({ ...record, id, stackId: stack.id, trigger: request.trigger ?? 'manual' });
        return { ...record, id };
      })(),
    }),
    backups: () => Promise.resolve([...backups]),
    deleteBackup: (id) => {
      backups.splice(
        backups.findIndex((one) => one.id === id),
        1,
      );
      return ended(record);
    },
    verify: () => ended({ path: '/x', name: record.name, parts: 2, files: 9, entries: 5, rawBytes: 1, storedBytes: 1 }),
    planRollback: (request) => Promise.resolve({ ...plan, backup: { ...plan.backup, id: request.backup } }),
    rollback: (asked) => ({
      jobId: 'job-r',
      result: (async () => {
        await rm(data, { recursive: true });
        await cp(join(home, 'packs', asked.backup.id), data, { recursive: true });
        return { ...rolledBack, jobId: 'job-r' };
      })(),
    }),
    release: (jobId) => {
      released.push(jobId);
      return ended({
        jobId,
        stackId: stack.id,
        stack: stack.name,
        backup: 'b',
        at: '',
        keptBytes: 1,
        undoable: true,
        half: false,
        stuck: false,
      });
    },
    ...calls,
  });
  return { engine, backups, released };
}

describe('the story', () => {
  it.each([
    ['en', 'Everything is whole again.'],
    ['zh-CN', '所有数据都已复原。'],
  ] as const)('ends well when the data are proven equal (%s)', async (language, proof) => {
    const { engine, released } = copyingEngine();
    const { code, stdout } = await runLine(['story'], engine, { language });
    expect(code).toBe(0);
    expect(stdout).toContain(proof);
    expect(stdout).toContain('lifeboat -- rollback latest --stack sample');
    expect(released).toEqual(['job-r']);
  });

  it('does not believe a rollback that brings back other data', async () => {
    const { engine } = copyingEngine({ rollback: () => ended(rolledBack) });
    const { code, stdout } = await runLine(['story', '--json'], engine);
    expect(code).toBe(13);
    expect(JSON.parse(stdout)).toMatchObject({ whole: false });
    expect(stdout).toContain(definition.sqlite[0]);
  });

  it('puts back what an interrupted story has damaged before it begins', async () => {
    const before = await digestSample(definition);
    const broken = copyingEngine({
      rollback: () => ({ jobId: 'r', result: Promise.reject(new AppError('JOB_CANCELLED', {})) }),
    });
    expect((await runLine(['story'], broken.engine)).code).toBe(130);
    expect(differences(before, await digestSample(definition))).not.toEqual([]);

    const { code, stdout } = await runLine(['story'], copyingEngine().engine);
    expect(code).toBe(0);
    expect(stdout).toContain('An earlier run was interrupted.');
    expect(differences(before, await digestSample(definition))).toEqual([]);
    expect(await readdir(home)).not.toContain('story.json');
  });

  it('leaves a bounded number of packs, however often it is told', async () => {
    const { engine, backups } = copyingEngine();
    for (let run = 0; run < 5; run += 1) expect((await runLine(['story'], engine)).code).toBe(0);
    expect(backups).toHaveLength(3);
  });
});

const story = (id: string): BackupView => ({ ...record, id, trigger: 'story' });

describe('tidying up', () => {
  it('touches neither backups that a person made nor the last stories', () => {
    const list: BackupView[] = [
      { ...record, id: 'safety', type: 'pre-rollback', trigger: 'before rollback' },
      { ...record, id: 'other-safety', type: 'pre-rollback', trigger: 'before rollback' },
      story('5'),
      { ...record, id: 'mine' },
      story('4'),
      story('3'),
      story('2'),
      story('1'),
    ];
    expect(outdated(list, 'safety').map((backup) => backup.id)).toEqual(['2', '1', 'safety']);
    expect(outdated(list, null).map((backup) => backup.id)).toEqual(['2', '1']);
  });
});

describe('the damage', () => {
  it('is visible in files and rows', async () => {
    const before = await digestSample(definition);
    const damage = await damageSample(definition, home);
    const after = await digestSample(definition);
    expect(damage.emptied).toEqual([{ path: definition.sqlite[0], rows: 3 }]);
    expect({ before: before.rows, after: after.rows }).toEqual({ before: 3, after: 0 });
    expect(differences(before, after)).toEqual([damage.deleted, damage.overwritten, ...definition.sqlite]);
  });

  it('never leaves the home, and touches nothing when it would', async () => {
    const outside = await mkdtemp(join(tmpdir(), 'lifeboat-mine-'));
    await writeFile(join(outside, 'mine.txt'), 'mine');
    await expect(
      damageSample({ ...definition, directories: [...definition.directories, outside] }, home),
    ).rejects.toMatchObject({ code: 'PATH_UNSAFE' });
    expect(await readFile(join(outside, 'mine.txt'), 'utf8')).toBe('mine');
    expect((await digestSample(definition)).rows).toBe(3);
    await rm(outside, { recursive: true });
  });
});

describe('the comparison', () => {
  it('sees a changed value, a new file and a new row', async () => {
    const before = await digestSample(definition);
    const [database = ''] = definition.sqlite;
    using open = new DatabaseSync(database);
    open.exec("UPDATE note SET text = 'other' WHERE id = 2");
    await writeFile(join(home, 'sample', 'data', 'new.md'), '');
    expect(differences(before, await digestSample(definition))).toEqual([
      join(home, 'sample', 'data', 'new.md'),
      database,
    ]);
  });

  it('does not mind how SQLite lays out the same rows', async () => {
    const before = await digestSample(definition);
    using open = new DatabaseSync(definition.sqlite[0] ?? '');
    open.exec('PRAGMA page_size = 8192; VACUUM; PRAGMA journal_mode = WAL; UPDATE note SET text = text');
    expect(differences(before, await digestSample(definition))).toEqual([]);
  });
});
