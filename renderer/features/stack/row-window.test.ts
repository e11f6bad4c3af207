import { describe, expect, it } from 'vitest';
import { rowsInSight, scrollTo } from './row-window.ts';

function drawn(top: number, height: number, count: number, current: number): string {
  const rows = rowsInSight({ top, height }, count, current);
  const [first] = rows;
  return rows.length === 0 ? 'none' : `${first}-${rows.at(-1)} (${rows.length})`;
}

describe('the rows that are drawn', () => {
  it.each([
    ['a short list', 0, 400, 3, 0, '0-2 (3)'],
    ['the beginning', 0, 400, 10_000, 0, '0-17 (18)'],
    ['the middle', 200_000, 400, 10_000, 5000, '4992-5017 (26)'],
    ['between two rows', 200_020, 400, 10_000, 5000, '4992-5018 (27)'],
    ['the end', 399_640, 400, 10_000, 9999, '9983-9999 (17)'],
    ['the current one above', 200_000, 400, 10_000, 3, '3-5017 (27)'],
    ['the current one below', 0, 400, 10_000, 9999, '0-9999 (19)'],
    ['a list that became short', 399_640, 400, 2, 0, '0-1 (2)'],
    ['nothing', 0, 400, 0, 0, 'none'],
    ['before it is measured', 0, 0, 100, 0, '0-7 (8)'],
  ])('of %s', (_what, top, height, count, current, expected) => {
    expect(drawn(top, height, count, current)).toBe(expected);
  });
});

describe('scrolling to a row', () => {
  it.each([
    ['in sight', 5, 100, 100],
    ['above', 1, 100, 40],
    ['the first', 0, 100, 0],
    ['partly above', 2, 100, 80],
    ['below', 20, 100, 480],
    ['partly below', 11, 100, 120],
    ['just in sight', 10, 80, 80],
  ])('%s', (_what, row, top, expected) => {
    expect(scrollTo(row, { top, height: 400 })).toBe(expected);
  });
});
