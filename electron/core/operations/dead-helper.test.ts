import { expect, it } from 'vitest';
import { isDeadHelper } from './dead-helper.ts';

const none = { open: new Set<string>(), heldStacks: new Set<string>(), owing: new Set<string>(), kept: [] };
const kept = [{ jobId: 'rollback', stackId: 'shop' }];
const isKnown = (jobId: string): boolean => jobId !== 'of-another-installation';

it.each([
  { it: 'of a job that has ended', facts: {}, dead: true },
  { it: 'of a job that is open', facts: { open: new Set(['rollback']), heldStacks: new Set(['shop']) }, dead: false },
  { it: 'of a rollback whose data nobody moves', facts: { kept, heldStacks: new Set(['blog']) }, dead: true },
  { it: 'of a rollback that a living job undoes', facts: { kept, heldStacks: new Set(['shop']) }, dead: false },
  {
    it: 'of a dead rollback that owes, and that a living job undoes',
    facts: { kept, heldStacks: new Set(['shop']), owing: new Set(['rollback']) },
    dead: false,
  },
])('a helper $it: dead is $dead', ({ facts, dead }) => {
  expect(isDeadHelper('rollback', { ...none, isKnown, ...facts })).toBe(dead);
});

it('a helper of a job that the catalog does not know is dead only when the ledger names it', () => {
  expect(isDeadHelper('of-another-installation', { ...none, isKnown })).toBe(false);
  const owing = new Set(['of-another-installation']);
  expect(isDeadHelper('of-another-installation', { ...none, isKnown, owing })).toBe(true);
});
