import { describe, expect, test } from 'vitest';
import { interpolate, MissingVariable, parseDotenv } from './compose-interpolation.ts';

const variables = { A: 'a', EMPTY: '', B: 'b' };

describe('interpolation', () => {
  test.for([
    ['plain', 'plain'],
    ['$A-${B}', 'a-b'],
    ['$$A ${A}$$', '$A a$'],
    ['$NONE|${NONE}|', '||'],
    ['${NONE:-d} ${EMPTY:-d} ${EMPTY-d} ${NONE-d}', 'd d  d'],
    ['${NONE:-${A:-x}/y}', 'a/y'],
    ['${A:+yes}${EMPTY:+no}${EMPTY+yes}', 'yesyes'],
    ['${A:?needed}', 'a'],
    ['${NONE:-"quoted"}', '"quoted"'],
  ] as const)('%s', ([text, expected]) => {
    expect(interpolate(text, variables)).toBe(expected);
  });

  test.for(['${', '${A', '${1}', '${A!}', '$', '$ x', '${}', '${NONE:-$(rm -rf /)}'])('%s is refused', (text) => {
    expect(() => interpolate(text, variables)).toThrow('invalid interpolation');
  });

  test('a variable that is demanded and absent is an error with its message', () => {
    expect(() => interpolate('${NONE:?set it, $A}', variables)).toThrow(
      new MissingVariable('NONE is not set: set it, a'),
    );
    expect(() => interpolate('${EMPTY:?}', variables)).toThrow(MissingVariable);
    expect(interpolate('${EMPTY?}', variables)).toBe('');
  });
});

test('a .env file is read as Compose reads it', () => {
  const text = [
    '\uFEFFFIRST=1',
    '# comment',
    'export NAME = with space # comment',
    "SINGLE='$FIRST # kept'",
    'DOUBLE="a\\nb ${FIRST}"',
    'LATER=${FIRST}/$NAME',
    'PASSWORD=pa$',
    'EMPTY=',
    'not a line',
  ].join('\r\n');
  expect(parseDotenv(text)).toEqual({
    FIRST: '1',
    NAME: 'with space',
    SINGLE: '$FIRST # kept',
    DOUBLE: 'a\nb 1',
    LATER: '1/with space',
    PASSWORD: 'pa$',
    EMPTY: '',
  });
});
