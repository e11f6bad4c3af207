import type { Clock } from '../core/clock.ts';
import type { Prompts } from './prompts.ts';

/** A stream to print on, as far as the shell needs to know it. */
export interface Screen {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** The world around one run of the command line: a parameter, so that tests can be the terminal. */
export interface Terminal {
  readonly stdout: Screen;
  readonly stderr: Screen;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** What relative paths in arguments begin at. */
  readonly workingDirectory: string;
  readonly clock: Clock;
  /** Asks a person; null where nobody can answer. */
  readonly prompts: Prompts | null;
  /** Everything on standard input, to its end. */
  readonly readInput: () => Promise<string>;
  /** Calls the listener at SIGINT, SIGTERM and SIGHUP until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** Calls the listener when nothing is left to wait for, though the work has not ended: it never will. */
  onStall(listener: () => void): () => void;
}
