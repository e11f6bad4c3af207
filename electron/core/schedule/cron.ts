import { validateDetailed } from 'node-cron';
import { AppError } from '../errors.ts';

/**
 * An expression as node-cron has read it: ranges, steps, names and nicknames are numbers, a missing seconds field is 0.
 * A day is planned when its month, its day of the month *and* its day of the week match.
 */
export interface CronFields {
  readonly seconds: readonly number[];
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  /** 1–31; `L` the last day, `L-3` three before it, `15W` and `LW` the weekday nearest to that day in its month. */
  readonly days: readonly (number | string)[];
  /** 1–12. */
  readonly months: readonly number[];
  /** 0–6 from Sunday; `5#3` the third Friday of the month, `5L` the last. */
  readonly weekdays: readonly (number | string)[];
}

const fieldNames = new Map([
  ['second', 'second'],
  ['minute', 'minute'],
  ['hour', 'hour'],
  ['dayOfMonth', 'day of month'],
  ['month', 'month'],
  ['dayOfWeek', 'day of week'],
]);

/** Whatever node-cron accepts, five fields or six. CRON_INVALID names the first field that is wrong, and its value. */
export function parseCron(cron: string): CronFields {
  // node-cron writes out every number of a range before it looks at the bounds: 0-999999999 would take all memory.
  const endless = cron.split(/\s+/u).find((field) => /\d{5,}/u.test(field));
  if (endless !== undefined) throw new AppError('CRON_INVALID', { cron, detail: endless });
  const { fields, errors } = validateDetailed(cron);
  if (fields === undefined) throw new AppError('CRON_INVALID', { cron, detail: fault(cron, errors[0]) });
  return {
    seconds: ascending(fields.second),
    minutes: ascending(fields.minute),
    hours: ascending(fields.hour),
    days: fields.dayOfMonth,
    months: ascending(fields.month),
    weekdays: fields.dayOfWeek,
  };
}

function fault(cron: string, error: { readonly field: string; readonly value?: string } | undefined): string {
  const field = fieldNames.get(error?.field ?? '');
  if (field !== undefined) return `${field}: ${error?.value ?? ''}`;
  const stranger = /[^a-zA-Z0-9\-*/,#? ]/u.exec(cron);
  if (stranger !== null) return JSON.stringify(stranger[0]);
  return `fields: ${cron.split(' ').filter((part) => part !== '').length}`;
}

/** node-cron leaves a list as it was written: `2,1,1`. */
function ascending(values: readonly number[]): readonly number[] {
  return [...new Set(values)].toSorted((a, b) => a - b);
}
