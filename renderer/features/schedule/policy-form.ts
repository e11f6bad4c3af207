import type { PackFormat } from '../../../shared/model/backup.ts';
import type { Policy } from '../../../shared/model/policy.ts';
import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import {
  cronOf,
  type SimpleSchedule,
  simpleSchedule,
  timeOfDay,
  type Weekday,
} from '../../../shared/schedule/simple-schedule.ts';

/** What the operator has written in the editor so far; numbers as they are typed. */
export interface PolicyForm {
  readonly name: string;
  readonly enabled: boolean;
  readonly every: SimpleSchedule['every'] | 'cron';
  readonly days: readonly Weekday[];
  readonly day: number | 'last';
  readonly at: string;
  readonly cron: string;
  /** Null: the installation's. */
  readonly timeZone: string | null;
  readonly mode: PolicyDraft['mode'];
  readonly images: boolean;
  /** Null: every source. */
  readonly only: readonly string[] | null;
  readonly format: PackFormat | null;
  readonly level: number | null;
  readonly replicate: boolean;
  readonly keepDays: string;
  readonly keepCount: string;
  readonly catchUpHours: string;
  readonly maxAgeHours: string;
  readonly verifyDays: string;
}

export type FormFault =
  | 'name'
  | 'at'
  | 'days'
  | 'cron'
  | 'only'
  | 'keepDays'
  | 'keepCount'
  | 'catchUpHours'
  | 'maxAgeHours'
  | 'verifyDays';

const hoursOfYear = 24 * 366;
const mostDays = 36_600;

/** The form of a policy, or of a preset. */
export function formOf(draft: PolicyDraft): PolicyForm {
  const simple = simpleSchedule(draft.cron);
  return {
    name: draft.name,
    enabled: draft.enabled,
    every: simple?.every ?? 'cron',
    days: simple?.every === 'week' ? simple.days : [1],
    day: simple?.every === 'month' ? simple.day : 1,
    at: simple?.at ?? '04:00',
    cron: draft.cron,
    timeZone: draft.timeZone,
    mode: draft.mode,
    images: draft.images,
    only: draft.only,
    format: draft.format,
    level: draft.level,
    replicate: draft.replicate,
    keepDays: written(draft.retention.days),
    keepCount: written(draft.retention.count),
    catchUpHours: String(draft.catchUpHours),
    maxAgeHours: written(draft.maxAgeHours),
    verifyDays: written(draft.verifyDays),
  };
}

/** The cron expression that the form means now; null while its time is none. */
export function cronOfForm({ every, days, day, at, cron }: PolicyForm): string | null {
  if (every === 'cron') return cron.trim() === '' ? null : cron.trim();
  const time = timeOfDay(at);
  if (time === null || (every === 'week' && days.length === 0)) return null;
  if (every === 'day') return cronOf({ every, at: time });
  return every === 'week' ? cronOf({ every, days, at: time }) : cronOf({ every, day, at: time });
}

/** The same form with another way to say when: the expression begins as what was meant before. */
export function withEvery(form: PolicyForm, every: PolicyForm['every']): PolicyForm {
  return every === 'cron' ? { ...form, every, cron: cronOfForm(form) ?? form.cron } : { ...form, every };
}

/** What cannot be taken as it is written. */
export function faultsOf(form: PolicyForm): readonly FormFault[] {
  const { every } = form;
  const wrong: Readonly<Record<FormFault, boolean>> = {
    name: form.name.trim() === '' || form.name.trim().length > 60,
    at: every !== 'cron' && timeOfDay(form.at) === null,
    days: every === 'week' && form.days.length === 0,
    cron: every === 'cron' && (form.cron.trim() === '' || form.cron.trim().length > 200),
    only: form.only?.length === 0,
    keepDays: !isNumber(form.keepDays, { above: 0, most: mostDays }),
    keepCount: !isNumber(form.keepCount, { above: 0, most: 100_000, whole: true }),
    catchUpHours: form.catchUpHours.trim() === '' || !isNumber(form.catchUpHours, { above: -1, most: hoursOfYear }),
    maxAgeHours: !isNumber(form.maxAgeHours, { above: 0, most: hoursOfYear }),
    verifyDays: !isNumber(form.verifyDays, { above: 0, most: mostDays }),
  };
  return formFaults.filter((field) => wrong[field]);
}

/** What to ask main for; null while something cannot be taken. */
export function draftOfForm(form: PolicyForm): PolicyDraft | null {
  const cron = cronOfForm(form);
  if (cron === null || faultsOf(form).length > 0) return null;
  const { enabled, timeZone, mode, images, only, format, level, replicate } = form;
  return {
    name: form.name.trim(),
    enabled,
    cron,
    timeZone,
    mode,
    images,
    only: only === null ? null : [...only],
    format,
    level: format === null ? null : level,
    replicate,
    retention: { days: numberIn(form.keepDays), count: numberIn(form.keepCount) },
    catchUpHours: numberIn(form.catchUpHours) ?? 0,
    maxAgeHours: numberIn(form.maxAgeHours),
    verifyDays: numberIn(form.verifyDays),
  };
}

/** A policy that is saved, as its operator would write it. */
export function draftOfPolicy(policy: Policy): PolicyDraft {
  const { name, enabled, cron, timeZone, mode, images, only, format, level, retention } = policy;
  const { replicate, catchUpHours, maxAgeHours, verifyDays } = policy;
  return {
    name,
    enabled,
    cron,
    timeZone,
    mode,
    images,
    only: only === null ? null : [...only],
    format,
    level,
    replicate,
    retention: { days: retention.days, count: retention.count },
    catchUpHours,
    maxAgeHours,
    verifyDays,
  };
}

const formFaults = [
  'name',
  'at',
  'days',
  'cron',
  'only',
  'keepDays',
  'keepCount',
  'catchUpHours',
  'maxAgeHours',
  'verifyDays',
] as const satisfies readonly FormFault[];

interface Limits {
  readonly above: number;
  readonly most: number;
  readonly whole?: boolean;
}

/** Empty is a number too: none. */
function isNumber(text: string, { above, most, whole = false }: Limits): boolean {
  const trimmed = text.trim();
  if (trimmed === '') return true;
  const pattern = whole ? /^\d+$/u : /^\d+(?:\.\d+)?$/u;
  return pattern.test(trimmed) && Number(trimmed) > above && Number(trimmed) <= most;
}

function numberIn(text: string): number | null {
  return text.trim() === '' ? null : Number(text.trim());
}

function written(value: number | null): string {
  return value === null ? '' : String(value);
}
