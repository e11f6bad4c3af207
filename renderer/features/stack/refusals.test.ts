import { expect, it } from 'vitest';
import { refusalsOf } from './refusals.ts';

const good = { status: 'succeeded', missing: false } as const;
const idle = { isBusy: false, isKept: false };

// In the order of: roll back, verify, export, show folder, pin, delete.
it.each([
  ['a good backup', good, idle, 'null null null null null null'],
  ['one without its files', { ...good, missing: true }, idle, 'missing missing missing missing null null'],
  ['a failed one', { status: 'failed', missing: true }, idle, 'failed failed failed failed failed null'],
  [
    'a cancelled one',
    { status: 'cancelled', missing: false },
    idle,
    'cancelled cancelled cancelled cancelled cancelled null',
  ],
  [
    'a running one',
    { status: 'running', missing: false },
    { isBusy: true, isKept: false },
    'running running running running running running',
  ],
  ['a good one of a busy stack', good, { isBusy: true, isKept: false }, 'busy busy busy null null busy'],
  [
    'a failed one of a busy stack',
    { status: 'failed', missing: true },
    { isBusy: true, isKept: false },
    'failed failed failed failed failed busy',
  ],
  ['one whose rollback keeps data', good, { isBusy: false, isKept: true }, 'null null null null null kept'],
  ['the same of a busy stack', good, { isBusy: true, isKept: true }, 'busy busy busy null null kept'],
] as const)('of %s', (_what, backup, circumstances, expected) => {
  const refusals = refusalsOf(backup, circumstances);
  const { rollback, verify, export: exporting, folder, pin, delete: deleting } = refusals;
  expect([rollback, verify, exporting, folder, pin, deleting].join(' ')).toBe(expected.replaceAll('null', ''));
});
