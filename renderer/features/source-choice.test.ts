import { describe, expect, it } from 'vitest';
import { chosenSources, withLeftOut } from './source-choice.ts';

const both = [{ id: 'volume/a' }, { id: 'volume/b' }];

describe('chosenSources', () => {
  it.each([
    ['all of them: nothing needs to be named', both, [], undefined],
    ['one left out', both, ['volume/a'], ['volume/b']],
    ['none left', both, ['volume/a', 'volume/b'], []],
    ['what is not there any more counts for nothing', both, ['volume/gone'], undefined],
    ['nothing known yet', [], ['volume/a'], undefined],
  ])('%s', (_case, candidates, leftOut, expected) => {
    expect(chosenSources(candidates, leftOut)).toEqual(expected);
  });
});

describe('withLeftOut', () => {
  it.each([
    ['takes out', ['a'], 'b', true, ['a', 'b']],
    ['takes out once', ['a', 'b'], 'b', true, ['a', 'b']],
    ['puts back', ['a', 'b'], 'a', false, ['b']],
  ] as const)('%s', (_case, before, id, out, after) => {
    expect(withLeftOut(before, id, out)).toEqual(after);
  });
});
