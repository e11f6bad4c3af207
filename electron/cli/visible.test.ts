import { expect, it } from 'vitest';
import { visible } from './visible.ts';

it.each([
  ['wiki', 'wiki'],
  ['知识库 é', '知识库 é'],
  ['a\nb\tc\r', 'a\\nb\\tc\\r'],
  ['\u001b[31mred\u0007', '\\x1b[31mred\\x07'],
  ['\u009b2J', '\\x9b2J'],
  ['exe.\u202etxt', 'exe.\\u202etxt'],
  ['\u2028', '\\u2028'],
])('%j is shown as %s', (text, shown) => {
  expect(visible(text)).toBe(shown);
});
