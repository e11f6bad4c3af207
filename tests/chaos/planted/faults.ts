import type { Planted } from './planted.ts';

/** One call of ten. */
export const proveRounds = 20;

/** Faults that the gate `faults` finds. */
export const planted: readonly Planted[] = [
  {
    what: 'a file that cannot be read is an error of the program',
    file: 'electron/core/errors.ts',
    from: 'return fileReport(error) ?? {',
    to: 'return {',
  },
];
