import { describe, expect, test } from 'vitest';
import { canonicalJson, parseCanonicalJson } from './canonical-json.ts';

const parse = (text: string) => parseCanonicalJson(text, 'pack', 'manifest.json');

test('what is written is read', () => {
  const value = { a: [1, 'x', null, true, { b: {} }], 备份: 'ü\n"', big: 2 ** 53 - 1 };
  expect(parse(canonicalJson(value))).toEqual(value);
});

describe('a text that two readers could read differently is refused', () => {
  test.each([
    ['a key twice', '{\n  "a": 1,\n  "a": 2\n}\n'],
    ['a key twice, once escaped', '{\n  "a": 1,\n  "\\u0061": 2\n}\n'],
    ['an escape that need not be', '{\n  "a": "\\u0041"\n}\n'],
    ['BOM', '\uFEFF{}\n'],
    ['infinity', '{\n  "a": 1e999\n}\n'],
    ['2^53 + 1', '{\n  "a": 9007199254740993\n}\n'],
    ['minus zero', '{\n  "a": -0\n}\n'],
    ['1.0', '{\n  "a": 1.0\n}\n'],
    ['an exponent', '{\n  "a": 1e3\n}\n'],
    ['no newline at the end', '{}'],
    ['two newlines at the end', '{}\n\n'],
    ['something behind the end', '{}\n{}\n'],
    ['CRLF', '{\r\n  "a": 1\r\n}\r\n'],
    ['other indentation', '{\n    "a": 1\n}\n'],
    ['a comment', '{\n  // a\n}\n'],
    ['NaN', '{\n  "a": NaN\n}\n'],
    ['NUL', '{}\n\0'],
    ['nothing', ''],
    ['200,000 brackets', '['.repeat(200_000)],
    ['200,000 nested lists', `${'['.repeat(200_000)}${']'.repeat(200_000)}\n`],
  ])('%s', (_what, text) => {
    expect(() => parse(text)).toThrow('PACK_MANIFEST_INVALID');
  });
});

test('a key called __proto__ pollutes nothing', () => {
  const value = parse('{\n  "__proto__": {\n    "polluted": true\n  }\n}\n');
  expect(Object.hasOwn(value as object, '__proto__')).toBe(true);
  expect('polluted' in {}).toBe(false);
});
