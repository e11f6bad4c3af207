import { describe, expect, it } from 'vitest';
import { backupOptions } from './backup-options.ts';

const own = { format: 'gzip', level: 2, leftOut: ['volume/cache'] } as const;

describe('the note of a backup', () => {
  it.each([
    [undefined, null],
    ['', null],
    [' \n ', null],
    ['  before the new theme\nask Ann first\r\n', 'before the new theme\nask Ann first'],
  ])('%j is %j', (note, expected) => {
    expect(backupOptions({ stack: 's', ...(note === undefined ? {} : { note }) }, own).note).toBe(expected);
  });

  it.each([
    ['x'.repeat(501), 'NOTE_TOO_LONG'],
    ['a\u001B[2J', 'NOTE_UNPRINTABLE'],
  ])('%j is refused', (note, code) => {
    expect(() => backupOptions({ stack: 's', note }, own)).toThrow(code);
  });
});

describe('what a backup request leaves out', () => {
  it.each([
    ['nothing said', {}, { format: 'gzip', level: 2, only: [], leftOut: ['volume/cache'] }],
    ['a level', { level: 9 }, { format: 'gzip', level: 9 }],
    ['the same format', { format: 'gzip' as const }, { format: 'gzip', level: 2 }],
    ['another format', { format: 'zstd' as const }, { format: 'zstd', level: 3 }],
    ['another format and its level', { format: 'zstd' as const, level: 19 }, { format: 'zstd', level: 19 }],
    ['sources', { only: ['volume/cache'] }, { only: ['volume/cache'], leftOut: [] }],
    ['an empty list of sources', { only: [] }, { only: [], leftOut: ['volume/cache'] }],
  ])('comes from the stack, with %s', (_case, said, expected) => {
    expect(backupOptions({ stack: 'shop', ...said }, own)).toMatchObject(expected);
  });
});

it.each([
  [{ level: 10 }, 'gzip', 10],
  [{ format: 'zstd' as const, level: 0 }, 'zstd', 0],
  [{ level: 1.5 }, 'gzip', 1.5],
])('refuses %j on a gzip stack', (said, format, level) => {
  expect(() => backupOptions({ stack: 'shop', ...said }, own)).toThrow(
    expect.objectContaining({ code: 'LEVEL_OUT_OF_RANGE', params: expect.objectContaining({ format, level }) }),
  );
});
