import { expect, test } from 'vitest';
import { stateOf } from './site-state.ts';

const open = { open: true, none: false, bytes: 1 };
const shut = { ...open, open: false };
const none = { ...open, none: true };

test.for([
  ['nothing beside the live one', open, null, null, 'untouched'],
  ['no database at all', null, null, null, 'untouched'],
  ['loaded', open, open, null, 'staged'],
  ['loaded where there is none', null, open, null, 'staged'],
  ['put back', open, shut, null, 'staged'],
  ['closed and not renamed yet', shut, open, null, 'moving'],
  ['put back and not opened yet', shut, shut, null, 'moving'],
  ['exchanged', open, null, shut, 'swapped'],
  ['exchanged for nothing', open, null, none, 'swapped'],
  ['about to be put back', shut, null, shut, 'moving'],
  ['a place kept for nothing, and not renamed yet', null, open, none, 'moving'],
  ['the live one gone after the exchange', null, null, shut, 'moving'],
] as const)('%s', ([, live, fresh, old, state]) => {
  expect(stateOf({ live, fresh, old })).toBe(state);
});
