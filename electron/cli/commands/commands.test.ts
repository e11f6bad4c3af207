import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { BackupRequest } from '../../core/engine-api.ts';
import { ended, fakeEngine, jobAt } from '../testing/fake-engine.ts';
import { person } from '../testing/person.ts';
import { runLine } from '../testing/run-line.ts';
import { backup, failedBackup, preview, stack } from '../testing/samples.ts';

describe('backup', () => {
  it('hands every option on and prints what it cost', async () => {
    const requests: BackupRequest[] = [];
    const engine = fakeEngine({
      backup: (request) => {
        requests.push(request);
        return ended(backup);
      },
    });
    const argv =
      'backup wiki --type pre-upgrade --app-version 2.3.1 --mode hot --images --format gzip --level 9 --only volume/a --only volume/b --limit 10MB --no-replicate';
    const { code, stdout } = await runLine([...argv.split(' '), '--note', 'before the new theme'], engine);
    expect(requests).toEqual([
      {
        stack: 'wiki',
        note: 'before the new theme',
        type: 'pre-upgrade',
        appVersion: '2.3.1',
        mode: 'hot',
        images: true,
        format: 'gzip',
        level: 9,
        only: ['volume/a', 'volume/b'],
        limit: 10_000_000,
        replicate: false,
      },
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Backup complete and verified\. Stopped for 3\.4 s\.\n/u);
  });

  it.each([
    [['--level', '20', '--format', 'zstd'], 'zstd', 20],
    [['--level', '0', '--format', 'zstd'], 'zstd', 0],
    [['--level', '10', '--format', 'gzip'], 'gzip', 10],
    [['--level', '-1', '--format', 'gzip'], 'gzip', -1],
  ])('refuses %j before the engine is asked', async (options, format, level) => {
    const { code, stdout } = await runLine(['backup', 'wiki', '--json', ...options], fakeEngine());
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'LEVEL_OUT_OF_RANGE', params: { format, level } } });
  });

  it('shows with --dry-run what would happen, and starts nothing', async () => {
    const engine = fakeEngine({ previewBackup: () => Promise.resolve(preview) });
    const { code, stdout } = await runLine(['backup', 'wiki', '--dry-run'], engine, { language: 'zh-CN' });
    expect(code).toBe(0);
    expect(stdout).toContain('  2. indexer（属于 search，使用同一份数据）');
    expect(stdout).toContain('预计停机：约 3.4 秒。');
    expect(JSON.parse((await runLine(['backup', 'wiki', '--dry-run', '--json'], engine)).stdout)).toEqual(preview);
  });
});

describe('the dry run of a backup', () => {
  it('does not say that it fits when it would be refused', async () => {
    const refusal = { code: 'SPACE_INSUFFICIENT', params: { path: '/srv', needed: 100e9, free: 90e9 } } as const;
    const engine = fakeEngine({ previewBackup: () => Promise.resolve({ ...preview, refusals: [refusal] }) });
    const { stdout } = await runLine(['backup', 'wiki', '--dry-run'], engine);
    expect(stdout).toContain('It does not fit: 90.0 GB free');
    expect(stdout).toMatch(/It would be refused:\n {2}Not enough space at \/srv: 100\.0 GB needed/u);
    expect(stdout).not.toContain('Nothing stands in the way');
  });
});

describe('list and show', () => {
  const engine = fakeEngine({
    backups: () => Promise.resolve([backup, failedBackup]),
    findBackup: () => Promise.resolve(failedBackup),
  });

  it('keeps failed backups in the list with their reason', async () => {
    const { stdout } = await runLine(['list'], engine);
    expect(stdout).toMatch(
      /✗ failed .*\n {2}└ Not enough space at \/srv\/wiki\/backups: 2\.4 GB needed, 1\.0 GB free\./u,
    );
  });

  it('gives records with error code and message as JSON', async () => {
    const { stdout } = await runLine(['list', '--json'], engine);
    const [good, failed] = z.array(z.record(z.string(), z.unknown())).parse(JSON.parse(stdout));
    const fields =
      'id stack name type appVersion status verified mode createdAt startedAt endedAt durationMs stopWindowMs rawBytes storedBytes path missing checksum sources note errorCode errorMessage';
    expect(Object.keys(good ?? {})).toEqual(expect.arrayContaining(fields.split(' ')));
    expect(good).toMatchObject({ errorCode: null, errorMessage: null, missing: false });
    expect(failed).toMatchObject({ errorCode: 'SPACE_INSUFFICIENT' });
    expect(failed?.['errorMessage']).toContain('2.4 GB needed');
  });

  it.each([
    ['en', /Note +before the new theme\n +ask \\x1bAnn first\nMode/u, /Note +–\n/u],
    ['zh-CN', /备注 +before the new theme\n +ask \\x1bAnn first\n方式/u, /备注 +–\n/u],
  ] as const)(
    'shows a note line by line, and nothing in it steers the terminal (%s)',
    async (language, shown, none) => {
      const of = async (note: string | null) =>
        runLine(['show', 'latest'], fakeEngine({ findBackup: () => Promise.resolve({ ...backup, note }) }), {
          language,
        });
      expect((await of('before the new theme\nask \u001BAnn first')).stdout).toMatch(shown);
      expect((await of(null)).stdout).toMatch(none);
    },
  );

  it('lets a person choose when no backup was named', async () => {
    const prompts = person(true);
    const { stdout } = await runLine(['show', '--json'], engine, { prompts });
    expect(prompts.asked).toEqual(['Which backup?']);
    expect(JSON.parse(stdout)).toMatchObject({ id: backup.id });
  });
});

describe('verify', () => {
  const report = { path: '/x', name: 'n', parts: 1, files: 2, entries: 3, rawBytes: 1, storedBytes: 1 };

  it.each([
    ['latest', backup.id],
    ['./pack', '/where/pack'],
    ['/abs/pack', '/abs/pack'],
    ['..', '/'],
  ])('%s reads back %s', async (named, target) => {
    const targets: string[] = [];
    const engine = fakeEngine({
      findBackup: () => Promise.resolve(backup),
      verify: (asked) => {
        targets.push(asked);
        return ended(report);
      },
    });
    expect((await runLine(['verify', named], engine)).code).toBe(0);
    expect(targets).toEqual([target]);
  });
});

describe('doctor and recover', () => {
  const finding = { check: 'space', subject: '/srv', params: { free: 1e9, needed: 2e9 } } as const;

  it.each([
    ['good', 0],
    ['attention', 0],
    ['alarm', 1],
  ] as const)('%s ends with %d', async (state, exit) => {
    const { code, stdout } = await runLine(
      ['doctor', '--json'],
      fakeEngine({ doctor: () => Promise.resolve([{ ...finding, state }]) }),
    );
    expect(code).toBe(exit);
    expect(JSON.parse(stdout)).toMatchObject({ state, findings: [{ check: 'space' }] });
    expect(stdout).toContain('1.0 GB free');
  });

  it('is not good while a service is still down', async () => {
    const report = {
      jobs: [],
      started: [],
      owed: [
        {
          stack: 'wiki',
          service: 'web',
          error: { code: 'DOCKER_UNREACHABLE', params: { endpoint: 'unix:///x', detail: 'gone' } },
        },
      ],
      sweptFolders: 0,
      removedHelpers: 0,
    } as const;
    const { code, stdout, stderr } = await runLine(
      ['recover', '--json'],
      fakeEngine({ recover: () => Promise.resolve(report) }),
    );
    expect({ code, stderr }).toEqual({ code: 10, stderr: '' });
    expect(JSON.parse(stdout)).toEqual(report);
  });
});

describe('stacks and jobs', () => {
  it('shows folder stacks where there is no Docker', async () => {
    const engine = fakeEngine({
      stacks: () => Promise.resolve([stack]),
      discover: () => Promise.reject(new Error('no socket')),
    });
    const { code, stdout } = await runLine(['stacks'], engine);
    expect(code).toBe(0);
    expect(stdout).toMatch(/● wiki +Compose +6 hours ago +2\n[^]*Docker could not be asked[^]*no socket/u);
  });

  it('makes paths absolute', async () => {
    const asked: unknown[] = [];
    const engine = fakeEngine({
      addStack: (request) => {
        asked.push(request);
        return Promise.resolve(stack);
      },
    });
    const argv = [
      'stack',
      'add',
      '--folder',
      'a',
      '--folder',
      '/b',
      '--sqlite',
      'c.db',
      '--exclude',
      '*.log',
      '--name',
      'n',
      '--storage',
      's',
    ];
    expect((await runLine(argv, engine)).code).toBe(0);
    expect(asked).toEqual([
      { folders: ['/where/a', '/b'], sqlite: ['/where/c.db'], exclude: ['*.log'], name: 'n', storage: '/where/s' },
    ]);
  });

  it.each([
    ['nothing', []],
    ['a database without its folder', ['--sqlite', 'c.db']],
    ['a project with a database', ['--project', 'p', '--sqlite', 'c.db']],
    ['a folder and a project', ['--folder', 'a', '--project', 'p']],
  ])('does not add %s', async (_what, options) => {
    expect((await runLine(['stack', 'add', ...options], fakeEngine())).code).toBe(2);
  });

  it('tells a job with its steps', async () => {
    const steps = [
      { n: 1, name: 'stop', startedAt: '2026-11-20T04:00:00.000Z', endedAt: null, outcome: null, evidence: null },
    ];
    const engine = fakeEngine({
      job: () => Promise.resolve({ job: jobAt({}, { error: { code: 'JOB_INTERRUPTED', params: {} } }), steps }),
    });
    const { stdout } = await runLine(['job', 'job-1', '--json'], engine);
    expect(JSON.parse(stdout)).toMatchObject({ id: 'job-1', errorCode: 'JOB_INTERRUPTED', steps });
    expect(JSON.parse(stdout)).not.toHaveProperty('log');
  });

  it('shows with --log what the log holds about a job, safe to print, and says so when that is nothing', async () => {
    const line = { time: '2026-11-20T04:00:00.000Z', level: 'warn', message: 'lost \u001b[2J', detail: 'a=1' } as const;
    const job = () => Promise.resolve({ job: jobAt({}), steps: [] });
    const told = fakeEngine({ job, jobLog: () => Promise.resolve([line]) });
    expect((await runLine(['job', 'job-1', '--log'], told)).stdout).toContain(
      '\n\n2026-11-20T04:00:00.000Z warn  lost \\x1b[2J a=1\n',
    );
    expect(JSON.parse((await runLine(['job', 'job-1', '--log', '--json'], told)).stdout)).toMatchObject({
      log: [line],
    });
    const silent = fakeEngine({ job, jobLog: () => Promise.resolve([]) });
    expect((await runLine(['job', 'job-1', '--log'], silent)).stdout).toContain('The log holds nothing about it.');
  });
});
