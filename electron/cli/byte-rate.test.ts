import { expect, it } from 'vitest';
import { parseByteRate } from './byte-rate.ts';

it.each([
  ['2000000', 2_000_000],
  ['10MB', 10_000_000],
  ['500k', 500_000],
  ['2.5 mb/s', 2_500_000],
  ['1G', 1_000_000_000],
  ['0', null],
  ['-1', null],
  ['fast', null],
  ['', null],
  ['10 MiB', null],
  ['1e9', null],
])('%j is %s bytes per second', (text, rate) => {
  expect(parseByteRate(text)).toBe(rate);
});
