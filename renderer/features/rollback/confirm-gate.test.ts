import { describe, expect, it } from 'vitest';
import { missingFor } from './confirm-gate.ts';

const open = {
  busy: false,
  nothingChosen: false,
  current: true,
  planned: true,
  majorDiffers: false,
  acceptsMajor: false,
  typed: 'wiki',
  stack: 'wiki',
};

describe('missingFor', () => {
  it.each([
    ['nothing', {}, null],
    ['another job', { busy: true, typed: '' }, 'busy'],
    ['no source', { nothingChosen: true, current: false }, 'sources'],
    ['an old plan', { current: false }, 'looking'],
    ['no plan', { planned: false }, 'plan'],
    ['another major version', { majorDiffers: true }, 'major'],
    ['another major version, accepted', { majorDiffers: true, acceptsMajor: true }, null],
    ['accepted, and no name', { majorDiffers: true, acceptsMajor: true, typed: '' }, 'name'],
    ['another case of the name', { typed: 'Wiki' }, 'name'],
    ['a space after the name', { typed: 'wiki ' }, 'name'],
  ] as const)('%s', (_case, changes, expected) => {
    expect(missingFor({ ...open, ...changes })).toBe(expected);
  });
});
