import { describe, expect, test } from 'vitest';
import { lockFileFaults, sourceFaults, unseenFaults } from './source-rules.ts';

describe('sourceFaults', () => {
  test.each([
    ['400 lines', 'x\n'.repeat(400), []],
    ['401 lines', 'x\n'.repeat(401), ['a.ts: 401 lines, at most 400']],
    ['a silenced rule', 'x;\n// oxlint-disable-next-line no-console\n', ['a.ts:2: silences a rule']],
    ['a silenced rule behind code', 'x; // oxlint-disable-line no-console\n', ['a.ts:1: silences a rule']],
    ['a silenced type', '/* @ts-expect-error later */\n', ['a.ts:1: silences a rule']],
    ['an ordinary comment', '// disables nothing\n', []],
  ])('%s', (_, text, faults) => {
    expect(sourceFaults('a.ts', text)).toEqual(faults);
  });
});

describe('lockFileFaults', () => {
  test.each([
    ['a version and a checksum', '"version": "1.0.0",\n"integrity": "sha512-x"', 0],
    ['a web page of a project', '"url": "https://example.org/funding"', 0],
    ['a resolved address', '"resolved": "https://registry.example/a.tgz"', 1],
  ])('%s', (_, text, count) => {
    expect(lockFileFaults(text)).toHaveLength(count);
  });
});

test('a file that a tool did not see is a fault', () => {
  expect(unseenFaults('layers', ['a.ts', 'b.ts'], ['b.ts', 'c.ts'])).toEqual(['a.ts: not looked at by layers']);
});
