import { describe, expect, it } from 'vitest';
import type { Job } from '../../shared/model/job.ts';
import { AppError } from '../core/errors.ts';
import { ended, fakeEngine, jobAt } from './testing/fake-engine.ts';
import { runLine } from './testing/run-line.ts';
import { backup } from './testing/samples.ts';

const verbs = [
  'stacks',
  'backup',
  'list',
  'show',
  'verify',
  'plan',
  'rollback',
  'undo',
  'release',
  'export',
  'import',
  'delete',
  'pin',
  'unpin',
  'prune',
];
const others = [
  'migrate-storage',
  'jobs',
  'job',
  'cancel',
  'recover',
  'reindex',
  'doctor',
  'sample',
  'stack add',
  'stack remove',
];

describe('help', () => {
  it('lists every verb, but not the story', async () => {
    const { code, stdout } = await runLine(['--help'], fakeEngine());
    expect(code).toBe(0);
    for (const verb of [...verbs, ...others]) expect(stdout).toMatch(new RegExp(`^ {2}${verb.split(' ')[0]}\\b`, 'mu'));
    expect(stdout).not.toContain('story');
  });

  it.each([...verbs, ...others])('of %s speaks both languages and opens no engine', async (verb) => {
    const engine = fakeEngine({ recover: () => Promise.reject(new Error('opened')) });
    const english = await runLine([...verb.split(' '), '--help'], engine);
    const chinese = await runLine([...verb.split(' '), '--help'], engine, { language: 'zh-CN' });
    expect(english).toMatchObject({ code: 0, stderr: '' });
    expect(english.stdout).toContain('--json');
    expect(chinese.stdout).toMatch(/用法：[^]*选项：/u);
    expect(chinese.stdout).not.toMatch(/Usage|Options|Arguments|display/u);
  });

  it('shows the version', async () => {
    expect((await runLine(['--version'], fakeEngine())).stdout).toMatch(/^\d+\.\d+\.\d+\n$/u);
  });
});

describe('a command line that cannot be understood', () => {
  it.each([
    [[], 'Say what to do'],
    [['bogus'], 'There is no command bogus.'],
    [['lst'], 'Did you mean list?'],
    [['list', '--josn'], 'There is no option --josn here. Did you mean --json?'],
    [['backup'], 'Something is missing: STACK.'],
    [['backup', 'wiki', '--mode', 'warm'], 'It takes: cold, hot, cold+dump.'],
    [['backup', 'wiki', '--type'], 'The option --type <TYPE> needs a value.'],
    [['backup', 'wiki', '--level', 'high'], 'high is not.'],
    [['backup', 'wiki', '--limit', 'fast'], 'fast is not a limit.'],
    [['backup', 'wiki', 'more'], 'more than this command takes'],
    [['export', 'x'], 'The option --to <DIR> is needed.'],
    [['stack', 'add'], 'one of --compose'],
    [['stack', 'add', '--project', 'p', '--folder', 'f'], 'one of --compose'],
    [['show'], 'Say which backup'],
  ])('%j ends with 2 and a sentence', async (argv, sentence) => {
    const { code, stdout, stderr } = await runLine(argv, fakeEngine());
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(sentence);
  });

  it('is one JSON document when JSON was asked for', async () => {
    const { code, stdout, stderr } = await runLine(['list', '--josn', '--json'], fakeEngine(), { language: 'zh-CN' });
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'USAGE_INVALID', message: '这里没有选项 --josn。是否想用 --json？' },
    });
  });
});

describe('every command', () => {
  it('recovers first, says what that did on stderr, and closes the engine', async () => {
    const calls: string[] = [];
    const engine = fakeEngine({
      recover: () => {
        calls.push('recover');
        return Promise.resolve({
          jobs: [{ id: 'j', kind: 'rollback', stack: 'wiki', outcome: 'undone' }],
          started: [{ stack: 'wiki', service: 'web', containerId: 'c' }],
          owed: [],
          sweptFolders: 1,
          removedHelpers: 0,
        });
      },
      backups: () => {
        calls.push('backups');
        return Promise.resolve([]);
      },
      close: () => {
        calls.push('close');
        return Promise.resolve();
      },
    });
    const { code, stdout, stderr } = await runLine(['list', '--json'], engine);
    expect(calls).toEqual(['recover', 'backups', 'close']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect(stderr).toBe(
      'The interrupted rollback of wiki was undone: the data from before is live.\nStarted again: web of wiki.\nUnfinished folders removed: 1.\n',
    );
  });

  it('is not good when the engine does not close', async () => {
    const engine = fakeEngine({
      backups: () => Promise.resolve([]),
      close: () => Promise.reject(new Error('the catalog is stuck')),
    });
    const { code, stdout, stderr } = await runLine(['list'], engine);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('the catalog is stuck');
  });

  it.each([
    ['DOCKER_UNREACHABLE', new AppError('DOCKER_UNREACHABLE', { endpoint: 'unix:///x', detail: 'ENOENT' }), 10],
    [
      'STACK_BUSY',
      new AppError('STACK_BUSY', { stack: 'w', job: 'j', kind: 'backup', since: '2026-11-20T09:00:00.000Z' }),
      11,
    ],
    ['PACK_CORRUPT', new AppError('PACK_CORRUPT', { pack: 'p', part: 'q', detail: 'd' }), 13],
    ['SPACE_EXHAUSTED', new AppError('SPACE_EXHAUSTED', { path: '/x' }), 14],
    ['STACK_NOT_FOUND', new AppError('STACK_NOT_FOUND', { stack: 'w' }), 15],
    ['INTERNAL', new TypeError('x is not a function'), 1],
  ])('ends with the exit code of %s, thrown at once or later', async (name, error, exit) => {
    const later = fakeEngine({ backup: () => ({ jobId: 'j', result: Promise.reject(error) }) });
    const atOnce = fakeEngine({
      backup: () => {
        throw error;
      },
    });
    for (const engine of [later, atOnce]) {
      const { code, stdout } = await runLine(['backup', 'wiki', '--json'], engine);
      expect(code).toBe(exit);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: name } });
    }
  });

  it('says so when its work stops without an end', async () => {
    const heard = Promise.withResolvers<string>();
    const engine = fakeEngine({ backup: () => ({ jobId: 'j', result: new Promise(() => {}) }) });
    const line = runLine(['backup', 'wiki', '--json'], engine, {
      stall: (drain) => setImmediate(drain),
      heard: heard.resolve,
    });
    const first = await Promise.race([heard.promise, line.then(() => '{}')]);
    expect(JSON.parse(first)).toMatchObject({ error: { code: 'JOB_INTERRUPTED' } });
  });

  it('shows names that would steer the terminal as text', async () => {
    const engine = fakeEngine({ backups: () => Promise.resolve([{ ...backup, stack: 'wi\u001b[2Jki\n' }]) });
    const { stdout } = await runLine(['list'], engine);
    expect(stdout).toContain('wi\\x1b[2Jki\\n');
    expect(stdout).not.toContain('\u001b');
  });

  it('shows progress on stderr alone, and none of it in a pipe with --json', async () => {
    let hear: ((job: Job) => void) | null = null;
    const engine = fakeEngine({
      onJob: (listener) => {
        hear = listener;
        return () => {};
      },
      backup: () => {
        hear?.(jobAt({ phase: 'copying' }));
        return ended(backup);
      },
    });
    expect((await runLine(['backup', 'wiki'], engine)).stderr).toBe('Copying data\n');
    const json = await runLine(['backup', 'wiki', '--json'], engine);
    expect(json.stderr).toBe('');
    expect(JSON.parse(json.stdout)).toMatchObject({ id: backup.id });
  });
});
