import { AppError } from '../core/errors.ts';
import { parseByteRate } from './byte-rate.ts';
import type { Shell } from './shell.ts';

/** What `--limit` says, in bytes per second. USAGE_INVALID. */
export function limitOf(shell: Shell, value: string): number {
  const rate = parseByteRate(value);
  if (rate === null) throw new AppError('USAGE_INVALID', { detail: shell.words.text('help.usage.limit', { value }) });
  return rate;
}
