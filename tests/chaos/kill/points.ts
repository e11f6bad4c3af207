import type { SeededRandom } from '../random.ts';

/** Where a process is to die: at which of its points, in order, and on which side of it. */
export interface Point {
  /** From 1. */
  readonly n: number;
  readonly when: 'before' | 'after';
  readonly name: string;
}

/**
 * The points to die at, of all that a run has passed: both sides of each. Of flushes one after another the first and
 * the last stand for all. At most `limit`, evenly spread over the run, beginning anywhere.
 */
export function pointsOf(passed: readonly string[], limit: number, random: SeededRandom): readonly Point[] {
  const all = passed.flatMap((name, at): Point[] => {
    const inner = name === 'sync' && passed[at - 1] === 'sync' && passed[at + 1] === 'sync';
    return inner ? [] : [before(at, name), { ...before(at, name), when: 'after' }];
  });
  if (all.length <= limit) return all;
  const step = all.length / limit;
  const first = random.next() * step;
  return Array.from({ length: limit }, (_, n) => all[Math.floor(first + n * step)]).filter(
    (point) => point !== undefined,
  );
}

function before(at: number, name: string): Point {
  return { n: at + 1, when: 'before', name };
}
