/** How serious a line of the log is; lines of any other level count as the next lower one of these. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** One line that the log holds about a job. Secrets were hidden when it was written. */
export interface LogLine {
  /** ISO, UTC. */
  readonly time: string;
  readonly level: LogLevel;
  readonly message: string;
  /** The line's other fields as `name=value`, cut when they are long; empty when it has none. */
  readonly detail: string;
}
