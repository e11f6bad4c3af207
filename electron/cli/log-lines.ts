import type { LogLine } from '../../shared/model/log-line.ts';
import { visible } from './visible.ts';
import type { Words } from './words.ts';

/** A job's log, a line each, as it can be searched and compared; in words when it holds nothing. */
export function logLines(log: readonly LogLine[], { text, paint }: Words): string[] {
  if (log.length === 0) return [text('cli.job.noLog')];
  return log.map(({ time, level, message, detail }) => {
    const said = `${paint.quiet(time)} ${level.padEnd(5)} ${visible(message)}`;
    return detail === '' ? said : `${said} ${paint.quiet(visible(detail))}`;
  });
}
