import { describe, expect, it } from 'vitest';
import { parseLogLine } from './log-line.ts';

const time = '2026-11-20T04:00:00.000Z';
const line = (fields: object): string => JSON.stringify({ level: 30, time, job: 'j', msg: 'copied', ...fields });

describe('a line of the log', () => {
  it('is told without what every line of a job says', () => {
    const told = parseLogLine(line({ kind: 'backup', stack: 'shop', trigger: 'manual', pid: 7, source: 'a b' }), 'j');
    expect(told).toEqual({ time, level: 'info', message: 'copied', detail: 'pid=7 source=a b' });
  });

  it.each([
    [10, 'debug'],
    [20, 'debug'],
    [30, 'info'],
    [40, 'warn'],
    [50, 'error'],
    [60, 'error'],
  ])('of level %i is one of %s', (level, name) => {
    expect(parseLogLine(line({ level }), 'j')?.level).toBe(name);
  });

  it.each([
    ['another job', line({ job: 'k' })],
    ['no job, though it names this one', line({ job: undefined, other: 'j' })],
    ['a job inside of something else', JSON.stringify({ level: 30, time, msg: '', of: { job: 'j' } })],
    ['nobody: torn', line({}).slice(0, -3)],
    ['nobody: no JSON at all', 'Segmentation fault "j"'],
    ['nobody: without a time', line({ time: undefined })],
  ])('of %s is left out', (_what, text) => {
    expect(parseLogLine(text, 'j')).toBeNull();
  });

  it('tells an error with its causes, without its stack', () => {
    const error = {
      name: 'AppError',
      code: 'FILE_FAILED',
      message: 'FILE_FAILED {"path":"/x"}',
      stack: 'at x.ts:1',
      cause: { message: 'one', suppressed: { message: 'two' }, error: { message: 'three' } },
    };
    expect(parseLogLine(line({ error }), 'j')?.detail).toBe('error=FILE_FAILED {"path":"/x"} ← one ← three ← two');
  });

  it('is cut when it is long', () => {
    const told = parseLogLine(line({ msg: 'm'.repeat(5000), list: ['d'.repeat(5000)] }), 'j');
    expect([told?.message.length, told?.detail.length]).toEqual([2001, 2001]);
  });
});
