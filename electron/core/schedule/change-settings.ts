import { z } from 'zod';
import { ScheduleSettingsChange } from '../../../shared/model/schedule.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { isTimeZone } from './environment.ts';
import { installationTimeZone } from './installation.ts';
import { recordBeforeChange } from './record-planned.ts';

/** TIME_ZONE_INVALID; POLICY_INVALID for a number that cannot be. Nothing has changed then. */
export function changeScheduleSettings(
  context: Pick<EngineContext, 'catalog' | 'environment' | 'clock'>,
  change: ScheduleSettingsChange,
): void {
  const { catalog, clock } = context;
  const { data, error } = ScheduleSettingsChange.safeParse(change);
  if (data === undefined) throw new AppError('POLICY_INVALID', { detail: z.prettifyError(error) });
  const { timeZone } = data;
  if (timeZone !== undefined && timeZone !== null && !isTimeZone(timeZone))
    throw new AppError('TIME_ZONE_INVALID', { zone: timeZone });
  catalog.together(() => {
    const before = installationTimeZone(context).value;
    const replanned = catalog.policies.list().filter((policy) => policy.timeZone === null);
    if (timeZone !== undefined) for (const { id } of replanned) recordBeforeChange(context, id);
    for (const [key, value] of Object.entries(data)) if (value !== undefined) catalog.settings.set(key, value);
    if (installationTimeZone(context).value === before) return;
    // As for a policy that is edited: by the new plan, nothing that was due before has been missed.
    for (const { id } of replanned) catalog.policies.update(id, { consideredUntil: isoTime(clock()) });
  });
}
