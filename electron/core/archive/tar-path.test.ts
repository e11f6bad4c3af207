import { describe, expect, test } from 'vitest';
import { canonicalPath, parentKey, printablePath } from './tar-path.ts';

const canonical = (text: string) => canonicalPath(Buffer.from(text, 'latin1')).toString('latin1');

describe('canonicalPath', () => {
  test.each([
    ['.', '.'],
    ['./', '.'],
    ['a', 'a'],
    ['./a', 'a'],
    ['a/', 'a'],
    ['./a/b/', 'a/b'],
    ['...', '...'],
    ['.hidden', '.hidden'],
    ['..hidden/x', '..hidden/x'],
    ['-rf', '-rf'],
    ['C:\\x', 'C:\\x'],
    ['bytes \xE9\xFF', 'bytes \xE9\xFF'],
    ['new\nline', 'new\nline'],
    ['n'.repeat(255), 'n'.repeat(255)],
  ])('%j is %j', (raw, path) => {
    expect(canonical(raw)).toBe(path);
  });

  test.each([
    ['', 'name is empty'],
    ['/', 'path is absolute'],
    ['/a', 'path is absolute'],
    ['..', 'path leads upwards'],
    ['../a', 'path leads upwards'],
    ['a/..', 'path leads upwards'],
    ['./../a', 'path leads upwards'],
    ['a//b', 'path has an empty segment'],
    ['a//', 'path has an empty segment'],
    ['.//a', 'path has an empty segment'],
    ['././a', 'path has a segment "."'],
    ['a/.', 'path has a segment "."'],
    ['n'.repeat(256), 'a name in the path is too long'],
  ])('%j is refused', (raw, problem) => {
    expect(() => canonical(raw)).toThrow(problem);
  });

  test('takes a path of 4096 bytes and no longer one', () => {
    expect(canonical(`${'d/'.repeat(2047)}xx`)).toHaveLength(4096);
    expect(() => canonical(`${'d/'.repeat(2047)}xxx`)).toThrow('name is too long');
  });

  test('keeps no hold of the buffer it read from', () => {
    const raw = Buffer.from('abc');
    const path = canonicalPath(raw);
    raw.fill(0);
    expect(path.toString()).toBe('abc');
  });
});

test.each([
  ['a', '.'],
  ['a/b', 'a'],
  ['a/b/c', 'a/b'],
])('the parent of %s is %s', (key, parent) => {
  expect(parentKey(key)).toBe(parent);
});

test('a printable path has no control characters', () => {
  expect(printablePath(Buffer.from('a\n\u001B[0m"'))).toBe(String.raw`a\n\u001b[0m\"`);
});
