import { randomUUID } from 'node:crypto';
import type { PolicyRun } from '../../../shared/model/policy.ts';
import type { StoredPolicy } from '../catalog/policies.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { installationTimeZone } from './installation.ts';
import { lastPause } from './pause.ts';
import { type PlannedRow, planRuns } from './plan-runs.ts';
import { policyCalendar } from './policy-calendar.ts';

/** A look without anything planned is worth a write only so often. */
const writeEveryMs = 3_600_000;

type Part = Pick<EngineContext, 'catalog' | 'environment'>;

/**
 * Writes a row for every time that a policy has planned up to `now` and that has none, and remembers that it did, in
 * one transaction. Returns what it wrote. A run that still waits when the next one is due is missed.
 */
export function recordPlanned(context: Part, policyId: string, now: number, lastBeat: number | null): PolicyRun[] {
  const written: PolicyRun[] = [];
  while (recordSome(context, policyId, now, lastBeat, written));
  return written;
}

/** At most some hundred rows. True when there are more. */
function recordSome(
  context: Part,
  policyId: string,
  now: number,
  lastBeat: number | null,
  written: PolicyRun[],
): boolean {
  const { catalog } = context;
  return catalog.together(() => {
    const policy = catalog.policies.get(policyId);
    if (policy?.enabled !== true) return false;
    const zone = installationTimeZone(context).value;
    const calendar = policyCalendar(policy, zone);
    const plan = planRuns({ policy, calendar, now, pause: lastPause(catalog), lastBeat });
    if (plan.forgets) {
      catalog.policyRuns.unplanAfter(policyId, isoTime(now));
      // How old a policy without a backup is must be known: it is what makes it an alarm.
      if (Date.parse(policy.createdAt) > now) catalog.policies.update(policyId, { createdAt: isoTime(now) });
    }
    for (const row of plan.rows) {
      const run = runOf(policy, policy.timeZone ?? zone, row, now);
      if (!catalog.policyRuns.insert(run)) continue;
      written.push(run);
      if (run.state === 'waiting') written.push(...overtaken(context, run, now));
    }
    const behind = plan.consideredUntil - Date.parse(policy.consideredUntil);
    if (plan.forgets || plan.rows.length > 0 || behind >= writeEveryMs)
      catalog.policies.update(policyId, { consideredUntil: isoTime(plan.consideredUntil) });
    return plan.more;
  });
}

/** Ends what still waits of the policy beside its newest run. */
function overtaken({ catalog }: Part, newest: PolicyRun, now: number): PolicyRun[] {
  return catalog.policyRuns
    .open()
    .filter((run) => run.policyId === newest.policyId && run.state === 'waiting' && run.id !== newest.id)
    .map(({ id, reason }) =>
      catalog.policyRuns.update(id, {
        state: 'missed',
        reason: reason ?? { code: 'RUN_OVERTAKEN', params: {} },
        endedAt: isoTime(now),
      }),
    );
}

function runOf(policy: StoredPolicy, timeZone: string, row: PlannedRow, now: number): PolicyRun {
  return {
    id: randomUUID(),
    policyId: policy.id,
    stackId: policy.stackId,
    policy: policy.name,
    planned: row.planned,
    timeZone,
    plannedAt: row.at,
    state: row.state,
    reason: row.reason,
    jobId: null,
    backupId: null,
    startedAt: null,
    endedAt: row.state === 'missed' ? isoTime(now) : null,
  };
}
