import { describe, expect, test } from 'vitest';
import { lockFileFaults, sourceFaults, unseenFaults } from './source-rules.ts';

describe('sourceFaults', () => {
  test.each([
    ['400 lines', 'x\n'.repeat(400), []],
    ['401 lines', 'x\n'.repeat(401), ['a.ts: 401 lines, at most 400']],
    ['a silenced rule', 'x;\n// oxlint-disable-next-line no-console\n', ['a.ts:2: silences a rule']],
    ['a silenced rule behind code', 'x; \x2f/ oxlint-disable-line no-console\n', ['a.ts:1: silences a rule']],
    ['a silenced type', '/* @ts-expect-error later */\n', ['a.ts:1: silences a rule']],
    ['an ordinary comment', '// disables nothing\n', []],
  ])('%s', (_, text, faults) => {
    expect(sourceFaults('a.ts', text)).toEqual(faults);
  });
});

describe('lockFileFaults', () => {
  const binding = { version: '1.0.0', optional: true };
  test.each([
    ['a version and a checksum', { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-x' } }, []],
    ['a web page of a project', { 'node_modules/a': { funding: { url: 'https://example.org/a' } } }, []],
    [
      'an address to download from',
      { 'node_modules/a': { resolved: 'https://packages.example/a.tgz' } },
      ['node_modules/a: names where it was downloaded'],
    ],
    [
      'an optional dependency beside it, and one above',
      {
        'node_modules/a': { optionalDependencies: { b: '1.0.0' } },
        'node_modules/a/node_modules/b': { ...binding, optionalDependencies: { c: '1.0.0' } },
        'node_modules/c': binding,
      },
      [],
    ],
    [
      'an optional dependency that is not locked',
      { 'node_modules/a': { optionalDependencies: { b: '1.0.0' } } },
      ['node_modules/a: b is missing (node build/complete-lock.mjs adds it)'],
    ],
  ])('%s', (_, packages, faults) => {
    expect(lockFileFaults(JSON.stringify({ packages }))).toEqual(faults);
  });
});

test('a file that a tool did not see is a fault', () => {
  expect(unseenFaults('layers', ['a.ts', 'b.ts'], ['b.ts', 'c.ts'])).toEqual(['a.ts: not looked at by layers']);
});
