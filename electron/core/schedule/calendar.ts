import type { PlannedTime } from '../../../shared/model/schedule.ts';
import { AppError } from '../errors.ts';

/** The planned times of one cron expression in one time zone. */
export interface Calendar {
  /** Those after `from` and up to and including `to` (ms since the epoch), oldest first, at most `limit` of them. */
  between(from: number, to: number, limit: number): PlannedTime[];
  /** The first `count` after `from`; fewer when the expression plans no more (30 February). */
  next(from: number, count: number): PlannedTime[];
  /** The longest pause between two planned times of the year that begins at `from`, in ms. */
  longestPauseMs(from: number): number;
}

/** CRON_INVALID, TIME_ZONE_INVALID. */
export function calendarOf(cron: string, _zone: string): Calendar {
  throw new AppError('CRON_INVALID', { cron, detail: 'not built yet' });
}
