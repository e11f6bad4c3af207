import type { RecoveryReport } from '../../shared/model/report.ts';
import type { Engine, RunningJob } from '../core/engine-api.ts';
import type { Interruption } from './interruption.ts';
import type { ProgressDisplay } from './progress-display.ts';
import type { Terminal } from './terminal.ts';
import type { Words } from './words.ts';

/** What a command works with once the engine is open and recovery has run. */
export interface Session {
  readonly engine: Engine;
  readonly terminal: Terminal;
  readonly words: Words;
  readonly json: boolean;
  /** What the recovery at this start put right. */
  readonly recovery: RecoveryReport;
  /** A sentence beside the answer, on stderr. */
  readonly note: (text: string) => void;
  /** Resolves at the first signal that finds no job of `run`. */
  readonly interrupted: Promise<void>;
  /** Runs a job to its end with its progress shown. Ctrl-C cancels it, and its end is still awaited. */
  readonly run: <T>(begin: () => RunningJob<T>) => Promise<T>;
}

/** Shows every job's progress while `body` runs. */
export function createSession(
  parts: Omit<Session, 'run' | 'interrupted'> & {
    readonly interruption: Interruption;
    readonly display: ProgressDisplay;
  },
): Session {
  const { interruption, display, ...session } = parts;
  return {
    ...session,
    interrupted: interruption.idled,
    async run(begin) {
      const quiet = session.engine.onJob((job) => display.show(job));
      try {
        return await interruption.job(begin);
      } finally {
        quiet();
        display.end();
      }
    },
  };
}
