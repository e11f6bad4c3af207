import { z } from 'zod';
import type { LogLevel, LogLine } from '../../shared/model/log-line.ts';

const longestText = 2000;
// What every line of a job carries, and whoever asks for its log knows.
const known: ReadonlySet<string> = new Set(['time', 'level', 'msg', 'job', 'kind', 'stack', 'trigger']);

const Line = z.looseObject({
  time: z.iso.datetime(),
  level: z.number(),
  msg: z.string().default(''),
  job: z.string(),
});
const ErrorFields = z.object({
  message: z.string(),
  cause: z.unknown().optional(),
  error: z.unknown().optional(),
  suppressed: z.unknown().optional(),
});

/** A line of the log file as one of this job's; null for one of another job's, of none, or a torn one. */
export function parseLogLine(text: string, jobId: string): LogLine | null {
  const line = Line.safeParse(parsedJson(text)).data;
  if (line?.job !== jobId) return null;
  const fields = Object.entries(line).filter(([name]) => !known.has(name));
  return {
    time: line.time,
    level: levelOf(line.level),
    message: cut(line.msg),
    detail: cut(fields.map(([name, value]) => `${name}=${valueText(value)}`).join(' ')),
  };
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** pino's numbers: 20, 30, 40, 50, and 60 for what is fatal. */
function levelOf(level: number): LogLevel {
  if (level >= 50) return 'error';
  if (level >= 40) return 'warn';
  return level >= 30 ? 'info' : 'debug';
}

/** Errors by what they say and what lies below them, without where in the program that was. */
function valueText(value: unknown): string {
  if (typeof value === 'string') return value;
  const error = ErrorFields.safeParse(value).data;
  if (error === undefined) return JSON.stringify(value);
  const below = [error.cause, error.error, error.suppressed].filter((inner) => inner !== undefined);
  return [error.message, ...below.map(valueText)].join(' ← ');
}

function cut(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
