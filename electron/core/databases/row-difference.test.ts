import { expect, test } from 'vitest';
import { rowDifference } from './row-difference.ts';

const a = { table: 'a', rows: 1 };
const b = { table: 'b', rows: 2 };

test.for([
  ['the same in another order', [a, b], [b, a], null],
  ['nothing and nothing', [], [], null],
  ['a table that is missing', [a, b], [a], 'b is missing'],
  ['a table too many', [a], [a, b], 'b is not in the backup'],
  ['a row too few', [a, b], [a, { ...b, rows: 1 }], 'b has 1 rows, the backup 2'],
] as const)('%s', ([, stated, found, difference]) => {
  expect(rowDifference(stated, found)).toBe(difference);
});
