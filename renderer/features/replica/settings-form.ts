import type { Replica, ReplicaSettings } from '../../../shared/model/replica.ts';
import { isNumber, isWhole, numberIn, written } from './typed-number.ts';

/** How a target is treated; numbers as they are typed. */
export interface SettingsForm {
  readonly name: string;
  readonly required: boolean;
  /** MB/s. */
  readonly limit: string;
  readonly keepCount: string;
  readonly keepDays: string;
}

/** What of the settings can be wrong as it is written. */
export type SettingsField = 'name' | 'limit' | 'keepCount' | 'keepDays';

const megabyte = 1_000_000;

/** What a new target begins with. */
export const emptySettings: SettingsForm = { name: '', required: false, limit: '', keepCount: '', keepDays: '' };

/** The settings of a target that is saved, as its operator would write them. */
export function settingsForm({ name, required, limit, retention }: Replica): SettingsForm {
  return {
    name,
    required,
    limit: limit === null ? '' : String(limit / megabyte),
    keepCount: written(retention.count),
    keepDays: written(retention.days),
  };
}

/** Fields that cannot be taken as they are written. */
export function settingsFaults(form: SettingsForm): readonly SettingsField[] {
  const name = form.name.trim();
  const wrong: Readonly<Record<SettingsField, boolean>> = {
    name: name === '' || name.length > 60,
    limit: !isNumber(form.limit) || Number(form.limit) * megabyte > Number.MAX_SAFE_INTEGER,
    keepCount: form.keepCount.trim() !== '' && !(isWhole(form.keepCount) && within(form.keepCount, 100_000)),
    keepDays: form.keepDays.trim() !== '' && !(isNumber(form.keepDays) && within(form.keepDays, 36_600)),
  };
  return settingsFields.filter((field) => wrong[field]);
}

const settingsFields = ['name', 'limit', 'keepCount', 'keepDays'] as const satisfies readonly SettingsField[];

/** What to ask main for; null while something cannot be taken. */
export function settingsRequest(form: SettingsForm): ReplicaSettings | null {
  if (settingsFaults(form).length > 0) return null;
  const limit = numberIn(form.limit);
  return {
    name: form.name.trim(),
    required: form.required,
    limit: limit === null ? null : Math.max(1, Math.round(limit * megabyte)),
    retention: { days: numberIn(form.keepDays), count: numberIn(form.keepCount) },
  };
}

function within(text: string, most: number): boolean {
  return Number(text) > 0 && Number(text) <= most;
}
