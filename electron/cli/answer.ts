import type { ExitCode } from '../../shared/exit-codes.ts';

/** What a command found: data for `--json`, lines for a person. One of the two is printed, once. */
export interface Answer {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** 0 when absent. */
  readonly exit?: ExitCode;
}
