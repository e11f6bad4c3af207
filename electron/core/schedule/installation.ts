import { z } from 'zod';
import { type InForce, type ScheduleSettings, ScheduleSettingsChange } from '../../../shared/model/schedule.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { isTimeZone } from './environment.ts';

type Part = Pick<EngineContext, 'catalog' | 'environment'>;

const builtInMaxParallel = 1;
const builtInVerifyDays = 30;

function inForce<T>(catalog: T | null, environment: T | null, builtIn: T): InForce<T> {
  if (catalog !== null) return { value: catalog, from: 'catalog' };
  return environment === null ? { value: builtIn, from: 'built-in' } : { value: environment, from: 'environment' };
}

/** The zone of policies that name none. */
export function installationTimeZone({ catalog, environment }: Part): InForce<string> {
  const { timeZone: system } = Intl.DateTimeFormat().resolvedOptions();
  return inForce(catalog.settings.get('timeZone', z.string().nullable()), environment.timeZone, system);
}

/** How many of its own backups the scheduler runs at once. */
export function maxParallel({ catalog, environment }: Part): InForce<number> {
  const said = catalog.settings.get('maxParallel', z.int().min(1).nullable());
  return inForce(said, environment.maxParallel, builtInMaxParallel);
}

/** Every good pack is read again within so many days, unless its policy says otherwise. */
export function verifyDays({ catalog }: Pick<Part, 'catalog'>): InForce<number> {
  return inForce(catalog.settings.get('verifyDays', z.number().positive().nullable()), null, builtInVerifyDays);
}

/** What holds for every policy that says nothing else, and who says so. */
export function scheduleSettings(part: Part): ScheduleSettings {
  return { timeZone: installationTimeZone(part), maxParallel: maxParallel(part), verifyDays: verifyDays(part) };
}

/** TIME_ZONE_INVALID; POLICY_INVALID for a number that cannot be. Nothing has changed then. */
export function changeScheduleSettings({ catalog }: Part, change: ScheduleSettingsChange): void {
  const { data, error } = ScheduleSettingsChange.safeParse(change);
  if (data === undefined) throw new AppError('POLICY_INVALID', { detail: z.prettifyError(error) });
  const { timeZone } = data;
  if (timeZone !== undefined && timeZone !== null && !isTimeZone(timeZone))
    throw new AppError('TIME_ZONE_INVALID', { zone: timeZone });
  catalog.together(() => {
    for (const [key, value] of Object.entries(data)) if (value !== undefined) catalog.settings.set(key, value);
  });
}
