import { mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { type Logger, pino, stdTimeFunctions } from 'pino';
import { redact, redactText } from './log-redaction.ts';

/** Where the engine says what it does, for whoever must find out later. Secrets are hidden by their keys. */
export interface Log {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
  /** A log whose every line carries `fields`. */
  child(fields: object): Log;
}

export interface LogOptions {
  /** JSON lines are appended; made with mode 0600. */
  readonly file: string;
  /** Standard: `info`. */
  readonly level?: 'debug' | 'info' | 'warn' | 'error';
  /** Gets the same lines. */
  readonly mirror?: NodeJS.WritableStream;
}

/** Opens the log. A line is in the file when the call that wrote it returns. */
export function createLog(options: LogOptions): Log {
  mkdirSync(dirname(options.file), { recursive: true, mode: 0o700 });
  const descriptor = openSync(options.file, 'a', 0o600);
  const sink = {
    write: (line: string): void => {
      options.mirror?.write(line);
      try {
        writeSync(descriptor, line);
      } catch {
        // A full disk must not end the job that is about to start services again. What a
        // job did is in the catalog; the doctor looks whether the log can be written.
      }
    },
  };
  return wrap(
    pino({ level: options.level ?? 'info', base: { pid: process.pid }, timestamp: stdTimeFunctions.isoTime }, sink),
  );
}

function wrap(logger: Logger): Log {
  return {
    debug: (fields, text) => {
      logger.debug(redact(fields), redactText(text));
    },
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
