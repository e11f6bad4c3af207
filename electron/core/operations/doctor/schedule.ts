import type { Finding } from '../../../../shared/model/report.ts';
import type { PolicyRun } from '../../../../shared/model/policy.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import { isGood } from '../../../../shared/model/view.ts';
import type { EngineContext } from '../../engine-context.ts';
import { installationTimeZone, maxParallel } from '../../schedule/installation.ts';
import { scheduleOf } from '../../schedule/schedule-of.ts';
import { scheduleState } from '../../schedule/schedule-state.ts';
import { viewOf } from '../backup-lookup.ts';

const hourMs = 3_600_000;
const runsRead = 200;
const namesShown = 3;

/** Whether what is planned will happen, and whether every stack that has a policy has a backup that is young enough. */
export async function examineSchedule(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const { catalog } = context;
  const enabled = catalog.policies.list().filter((policy) => policy.enabled);
  const { owner, paused } = scheduleState(context);
  const findings = catalog.stacks.list().flatMap((stack) => [...overdue(context, stack), ...missed(context, stack)]);
  if (enabled.length > 0 && owner === null)
    findings.push({ check: 'schedule', state: 'attention', subject: null, params: { count: enabled.length } });
  if (enabled.length > 0 && paused !== null) {
    const { until } = paused;
    // Whoever resumes it is the end of one without an end.
    const detail = until === null ? 'lifeboat schedule resume' : until;
    findings.push({ check: 'pause', state: 'attention', subject: null, params: { detail } });
  }
  if (findings.length > 0) return findings;
  return [{ check: 'schedule', state: 'good', subject: null, params: { count: enabled.length } }];
}

function overdue(context: EngineContext, stack: Stack): Finding[] {
  const lastGood = newestGood(context, stack);
  const { overdueSince, allowedAgeMs } = scheduleOf(context, stack.id, lastGood);
  if (overdueSince === null) return [];
  const allowed = Math.round((allowedAgeMs ?? 0) / hourMs);
  const hours = Math.round((context.clock() - Date.parse(overdueSince)) / hourMs) + allowed;
  return [{ check: 'schedule', state: 'alarm', subject: stack.name, params: { hours, allowed } }];
}

/** What was missed since the newest good backup: whoever looks has not seen it go well since. */
function missed(context: EngineContext, stack: Stack): Finding[] {
  const since = newestGood(context, stack)?.createdAt ?? '';
  const runs = context.catalog.policyRuns
    .list(stack.id, runsRead)
    .filter(({ state, plannedAt }) => state === 'missed' && plannedAt > since);
  if (runs.length === 0) return [];
  const params = { count: runs.length, detail: names(runs) };
  return [{ check: 'missed', state: 'attention', subject: stack.name, params }];
}

function names(runs: readonly PolicyRun[]): string {
  const shown = runs.slice(0, namesShown).map(({ policy, planned }) => `${policy} @ ${planned}`);
  return shown.join(', ') + (runs.length > namesShown ? ', …' : '');
}

function newestGood({ catalog }: EngineContext, stack: Stack) {
  for (const backup of catalog.backups.newest(stack.id)) if (isGood(viewOf(backup))) return backup;
  return null;
}

/** What the environment says about unattended backups, and what of it is in force; nothing where it says nothing. */
export async function examineEnvironment(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const overridden = new Map([
    ['LIFEBOAT_BACKUP_DEFAULT_TIMEZONE', installationTimeZone(context)],
    ['LIFEBOAT_BACKUP_MAX_PARALLEL', maxParallel(context)],
  ]);
  return context.environment.variables.map(({ name, value, verdict, needs }): Finding => {
    const said = { check: 'environment', subject: name } as const;
    if (verdict !== 'used') return { ...said, state: verdict === 'invalid' ? 'attention' : 'attention', params: { detail: `${value} (${needs})` } };
    const inForce = overridden.get(name);
    const detail = inForce?.from === 'catalog' ? String(inForce.value) : value;
    return { ...said, state: 'good', params: { detail } };
  });
}
