import { expect, it } from 'vitest';
import { rowAfterKey } from './row-keys.ts';

it.each([
  ['ArrowDown', 3, 4],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 3, 2],
  ['ArrowUp', 0, 0],
  ['PageDown', 3, 7],
  ['PageDown', 8, 9],
  ['PageUp', 3, 0],
  ['Home', 7, 0],
  ['End', 0, 9],
  ['Enter', 3, null],
  ['toString', 3, null],
])('%s leads from row %i to %s', (key, current, expected) => {
  expect(rowAfterKey(key, { current, count: 10, perPage: 4 })).toBe(expected);
});

it('leads nowhere in an empty list', () => {
  expect(rowAfterKey('End', { current: 0, count: 0, perPage: 4 })).toBeNull();
});
