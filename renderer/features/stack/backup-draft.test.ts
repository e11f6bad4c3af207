import { describe, expect, it } from 'vitest';
import type { CoveredSource } from '../../../shared/model/coverage.ts';
import type { SourceKind } from '../../../shared/model/stack.ts';
import { isSameBackup, leavables, leavesNothing } from './backup-draft.ts';

function found(id: string, kind: SourceKind = 'volume'): CoveredSource {
  return {
    id,
    kind,
    name: id,
    location: `wiki_${id}`,
    state: 'not-yet',
    since: null,
    omitted: 0,
    modes: null,
    database: null,
  };
}

describe('what can be left out', () => {
  it('is data that is there, and what is left out and gone, so that it can come back in', () => {
    const sources = [found('a'), found('web', 'image'), found('.env', 'config'), found('b', 'bind')];
    expect(leavables(sources, ['b', 'gone'])).toEqual([
      { id: 'a', location: 'wiki_a' },
      { id: 'b', location: 'wiki_b' },
      { id: 'gone', location: null },
    ]);
  });

  it('is nothing before somebody has looked: what was not seen is not called gone', () => {
    expect(leavables(null, ['a'])).toEqual([]);
  });
});

describe('leaving nothing', () => {
  const candidates = leavables([found('a'), found('b')], ['gone']);
  it.each([
    [['a', 'b'], true],
    [['a', 'b', 'gone'], true],
    [['a', 'gone'], false],
    [[], false],
  ])('%j: %s', (leftOut, expected) => {
    expect(leavesNothing(candidates, leftOut)).toBe(expected);
  });

  it('is not said of a stack that nobody has looked at', () => {
    expect(leavesNothing([], ['a'])).toBe(false);
  });
});

describe('a change', () => {
  const saved = { format: 'zstd', level: 3, leftOut: ['a', 'b'] } as const;
  it.each([
    ['the other order', { ...saved, leftOut: ['b', 'a'] }, true],
    ['one less', { ...saved, leftOut: ['a'] }, false],
    ['one more', { ...saved, leftOut: ['a', 'b', 'c'] }, false],
    ['another level', { ...saved, level: 4 }, false],
    ['another format', { ...saved, format: 'gzip' as const }, false],
  ])('%s', (_case, other, same) => {
    expect(isSameBackup(saved, other)).toBe(same);
  });
});
