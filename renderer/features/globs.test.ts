import { describe, expect, it } from 'vitest';
import { globFault, globsOf } from './globs.ts';

describe('globs of lines', () => {
  it.each([
    ['', []],
    [' \n\n', []],
    ['cache/**', ['cache/**']],
    [' cache/** \r\n*.log\n\ncache/**\n', ['cache/**', '*.log']],
    ['with space.txt', ['with space.txt']],
    ['*.{jpg,png}', ['*.{jpg,png}']],
  ])('%j', (lines, expected) => {
    expect(globsOf(lines)).toEqual(expected);
  });
});

describe('what main would refuse', () => {
  it.each([
    [null, []],
    [null, Array.from({ length: 500 }, (_, n) => `${n}`)],
    ['TooMany', Array.from({ length: 501 }, (_, n) => `${n}`)],
    [null, ['x'.repeat(1000)]],
    ['TooLong', ['a', 'x'.repeat(1001)]],
  ])('is %s', (expected, globs) => {
    expect(globFault(globs)).toBe(expected);
  });
});
