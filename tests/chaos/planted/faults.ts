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
  {
    what: 'a command that failed ends with 0',
    file: 'electron/cli/run.ts',
    from: "return printError(terminal, words, reportOf(known), argv.includes('--json'));",
    to: "printError(terminal, words, reportOf(known), argv.includes('--json'));\n    return exitCode.done;",
  },
  {
    what: 'a rollback that fails leaves the new data where it is',
    file: 'electron/core/operations/exchange.ts',
    from: 'await job.atomic(async () => putBack(job, options, window, stops, error));',
    to: '',
  },
];
