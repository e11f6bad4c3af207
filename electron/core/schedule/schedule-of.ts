import type { Backup } from '../../../shared/model/backup.ts';
import type { StackSchedule } from '../../../shared/model/schedule.ts';
import type { EngineContext } from '../engine-context.ts';
import { installationTimeZone } from './installation.ts';
import { goodAtOf, nightsSince, stackSchedule } from './stack-schedule.ts';
import { troubledRuns } from './troubled-runs.ts';

const runsRead = 1000;

/** How a stack stands to its policies now. `lastGood`: its newest good backup. */
export function scheduleOf(context: EngineContext, stackId: string, lastGood: Backup | null): StackSchedule {
  const { catalog, clock } = context;
  const now = clock();
  const facts = {
    policies: catalog.policies.list(stackId),
    runs: catalog.policyRuns.since(stackId, nightsSince(now), runsRead),
    lastGoodAt: lastGood?.createdAt ?? null,
    zone: installationTimeZone(context).value,
    machineZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    now,
  };
  const schedule = stackSchedule(facts);
  return { ...schedule, troubled: schedule.policies === 0 ? [] : troubledRuns(facts.runs, goodAtOf(facts)) };
}
