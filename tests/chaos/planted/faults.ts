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
    file: 'electron/cli/shell.ts',
    from: 'exit = printError(',
    to: 'exit = exitCode.done;\n        printError(',
  },
  {
    what: 'a promise that fails has nobody who hears of it',
    file: 'electron/core/file-failure.ts',
    from: 'if (isAppError(error)) return error;',
    to: 'if (isAppError(error)) return error;\n  void Promise.reject(error);',
  },
];
