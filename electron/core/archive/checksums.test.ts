import { expect, test } from 'vitest';
import { decodeChecksums, encodeChecksums } from './checksums.ts';

const sum = 'a'.repeat(64);

test('sums come back, sorted by path', () => {
  const text = encodeChecksums(
    new Map([
      ['b/x.tar.zst', sum],
      ['a', 'b'.repeat(64)],
    ]),
  );
  expect(text).toBe(`${'b'.repeat(64)}  a\n${sum}  b/x.tar.zst\n`);
  expect([...decodeChecksums(text, 'pack').keys()]).toEqual(['a', 'b/x.tar.zst']);
});

test.each([
  ['nothing', ''],
  ['no last newline', `${sum}  a`],
  ['an empty line', `${sum}  a\n\n`],
  ['a binary mark', `${sum} *a\n`],
  ['CRLF', `${sum}  a\r\n`],
  ['upper case', `${sum.toUpperCase()}  a\n`],
  ['a short sum', `${sum.slice(1)}  a\n`],
  ['a longer sum', `${sum}a  a\n`],
  ['an escaped name', `\\${sum}  a\n`],
  ['a name with a space', `${sum}  a b\n`],
  ['no name', `${sum}  \n`],
  ['a path twice', `${sum}  a\n${sum}  a\n`],
  ['another algorithm', `SHA256 (a) = ${sum}\n`],
])('%s is refused', (_what, text) => {
  expect(() => decodeChecksums(text, 'pack')).toThrow('PACK_CORRUPT');
});
