import { expect, it } from 'vitest';
import { SeededRandom } from '../random.ts';
import { pointsOf } from './points.ts';

const passed = ['journal', 'sync', 'sync', 'sync', 'sync', 'rename'];

function named(limit: number): readonly string[] {
  return pointsOf(passed, limit, new SeededRandom(1)).map(({ n, when, name }) => `${when} ${n} ${name}`);
}

it('both sides of every point, and of a row of flushes the first and the last', () => {
  expect(named(Infinity)).toEqual([
    'before 1 journal',
    'after 1 journal',
    'before 2 sync',
    'after 2 sync',
    'before 5 sync',
    'after 5 sync',
    'before 6 rename',
    'after 6 rename',
  ]);
});

it('no more than the limit, each another one, spread over the whole run', () => {
  const some = named(4);
  expect(new Set(some).size).toBe(4);
  expect(some.filter((point) => / [12] /u.test(point))).toHaveLength(2);
});
