import { mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { redact, redactText } from './log-redaction.ts';

/** Where the engine says what it does, for whoever must find out later. Secrets are hidden by their keys. */
export interface Log {
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  /** A log whose every line carries `fields`. */
  child(fields: object): Log;
}

export interface LogOptions {
  /** JSON lines are appended; made with mode 0600. */
  readonly file: string;
  /** A log that has grown beyond this becomes `<file>.1` when it is opened, in place of the one before. */
  readonly longestBytes?: number;
}

const longestLog = 16_000_000;

/** Opens the log. A line is in the file when the call that wrote it returns. */
export function createLog(options: LogOptions): Log {
  mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  turnOver(options.file, options.longestBytes ?? longestLog);
  const descriptor = openSync(options.file, 'a', 0o600);
  const sink = {
    write: (line: string): void => {
      try {
        writeSync(descriptor, line);
      } catch {
        // A full disk must not end the job that is about to start services again. What a
        // job did is in the catalog; the doctor looks whether the log can be written.
      }
    },
  };
  return wrap(pino({ base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, sink));
}

/** Another process that still has the old one open goes on writing to it, and loses nothing. */
function turnOver(file: string, longestBytes: number): void {
  try {
    if (statSync(file).size > longestBytes) renameSync(file, `${file}.1`);
  } catch {
    // There is none yet, or it cannot be moved: one that is too long is better than none.
  }
}

function wrap(logger: Logger): Log {
  return {
    info: (fields, text) => {
      logger.info(redact(fields), redactText(text));
    },
    warn: (fields, text) => {
      logger.warn(redact(fields), redactText(text));
    },
    error: (fields, text) => {
      logger.error(redact(fields), redactText(text));
    },
    child: (fields) => wrap(logger.child(Object.fromEntries(Object.entries(redact(fields) ?? {})))),
  };
}
