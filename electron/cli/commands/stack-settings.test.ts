import { describe, expect, it } from 'vitest';
import type { StackBackup } from '../../../shared/model/stack-backup.ts';
import { fakeEngine } from '../testing/fake-engine.ts';
import { type LineOptions, type LineResult, runLine } from '../testing/run-line.ts';
import { preview, stack } from '../testing/samples.ts';

const leaving: StackBackup = { format: 'zstd', level: 9, leftOut: ['volume/cache', 'bind/tmp'] };

/** Runs a line on a stack with these settings, and hears what they shall be. */
async function runOn(backup: StackBackup, argv: readonly string[], options: LineOptions = {}) {
  const asked: unknown[] = [];
  const engine = fakeEngine({
    stacks: () => Promise.resolve([{ ...stack, backup }]),
    setBackupSettings: (reference, settings) => {
      asked.push([reference, settings]);
      return Promise.resolve({ ...stack, backup: settings });
    },
  });
  const result: LineResult = await runLine(argv, engine, options);
  return { ...result, asked };
}

describe('stack set', () => {
  it.each([
    ['--level 19', { ...leaving, level: 19 }],
    ['--format zstd', leaving],
    ['--format gzip', { ...leaving, format: 'gzip', level: 6 }],
    ['--format gzip --level 9', { ...leaving, format: 'gzip', level: 9 }],
    [
      '--leave-out volume/a --leave-out volume/b',
      { ...leaving, leftOut: [...leaving.leftOut, 'volume/a', 'volume/b'] },
    ],
    ['--leave-out volume/cache', leaving],
    ['--take-in volume/cache', { ...leaving, leftOut: ['bind/tmp'] }],
    ['--take-in bind/tmp --leave-out volume/a', { ...leaving, leftOut: ['volume/cache', 'volume/a'] }],
  ])('%s', async (options, expected) => {
    const { code, asked } = await runOn(leaving, ['stack', 'set', 'wiki', ...options.split(' ')]);
    expect({ code, asked }).toEqual({ code: 0, asked: [['stack-1', expected]] });
  });

  it.each([
    ['nothing to change', '', 'Say what to change: --format, --level, --leave-out or --take-in.'],
    ['a level that is no number', '--level high', 'The level is a whole number: high is not.'],
    ['a source both ways', '--leave-out a --take-in a', 'a cannot be left out and taken in at once.'],
    [
      'taking in what is not left out',
      '--take-in volume/a',
      'volume/a is not left out. Left out are: volume/cache, bind/tmp.',
    ],
  ])('refuses %s', async (_case, options, sentence) => {
    const argv = ['stack', 'set', 'wiki', ...options.split(' ').filter((part) => part !== '')];
    const { code, stderr, asked } = await runOn(leaving, argv);
    expect({ code, asked }).toEqual({ code: 2, asked: [] });
    expect(stderr).toContain(sentence);
  });

  it('refuses in Chinese too, where nothing is left out', async () => {
    const argv = ['stack', 'set', 'wiki', '--take-in', 'volume/a'];
    const { code, stderr } = await runOn({ ...leaving, leftOut: [] }, argv, { language: 'zh-CN' });
    expect(code).toBe(2);
    expect(stderr).toContain('volume/a 没有被排除：这个应用没有排除任何数据源。');
  });

  it('does not know a stack that is not there', async () => {
    const { code, stderr } = await runOn(leaving, ['stack', 'set', 'nobody', '--level', '3']);
    expect(code).toBe(15);
    expect(stderr).toContain('STACK_NOT_FOUND');
  });
});

describe('stack show', () => {
  it('tells what holds for its backups', async () => {
    const { stdout } = await runOn(leaving, ['stack', 'show', 'wiki']);
    expect(stdout).toMatch(/^Format +zstd, level 9$/mu);
    expect(stdout).toMatch(/^Left out +volume\/cache, bind\/tmp$/mu);
    expect((await runOn({ ...leaving, leftOut: [] }, ['stack', 'show', 'stack-1'])).stdout).toMatch(
      /^Left out +nothing$/mu,
    );
  });

  it.each([
    ['stack', 'show', 'wiki', '--json'],
    ['stack', 'set', 'wiki', '--level', '9', '--json'],
  ])('%s %s gives the settings as JSON', async (...argv) => {
    expect(JSON.parse((await runOn(leaving, argv)).stdout)).toMatchObject({ name: 'wiki', backup: leaving });
  });
});

it('the dry run of a backup names what is not in it', async () => {
  const leftOut = [{ id: 'volume/cache', kind: 'volume', location: 'wiki_cache' }] as const;
  const engine = fakeEngine({ previewBackup: () => Promise.resolve({ ...preview, leftOut }) });
  expect((await runLine(['backup', 'wiki', '--dry-run'], engine)).stdout).toMatch(/^Not in it: volume\/cache$/mu);
});
