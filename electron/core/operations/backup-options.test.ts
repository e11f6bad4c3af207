import { describe, expect, it } from 'vitest';
import { backupOptions } from './backup-options.ts';

describe('the note of a backup', () => {
  it.each([
    [undefined, null],
    ['', null],
    [' \n ', null],
    ['  before the new theme\nask Ann first\r\n', 'before the new theme\nask Ann first'],
  ])('%j is %j', (note, expected) => {
    expect(backupOptions({ stack: 's', ...(note === undefined ? {} : { note }) }).note).toBe(expected);
  });

  it.each([
    ['x'.repeat(501), 'NOTE_TOO_LONG'],
    ['a\u001B[2J', 'NOTE_UNPRINTABLE'],
  ])('%j is refused', (note, code) => {
    expect(() => backupOptions({ stack: 's', note })).toThrow(code);
  });
});
