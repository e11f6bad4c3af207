import type { LogLine } from '../../../shared/model/log-line.ts';

/** Lines of the log as text, one each: when, how serious, what, and the rest. */
export function logText(lines: readonly LogLine[]): string {
  return lines
    .map(({ time, level, message, detail }) => `${time} ${level.padEnd(5)} ${message} ${detail}`.trimEnd())
    .join('\n');
}
