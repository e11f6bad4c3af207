import type { Finding } from '../../../../shared/model/report.ts';
import type { PolicyRun } from '../../../../shared/model/policy.ts';
import type { InForce } from '../../../../shared/model/schedule.ts';
import type { Stack } from '../../../../shared/model/stack.ts';
import type { EngineContext } from '../../engine-context.ts';
import { installationTimeZone, maxParallel } from '../../schedule/installation.ts';
import { scheduleOf } from '../../schedule/schedule-of.ts';
import { scheduleState } from '../../schedule/schedule-state.ts';
import { goodSince } from '../../schedule/good-since.ts';
import { firstTrouble, isMadeGood } from '../../schedule/troubled-runs.ts';
import { newestGood } from '../backup-lookup.ts';
import { localTime } from '../../local-time.ts';

const hourMs = 3_600_000;
const runsRead = 200;
const namesShown = 3;

/** Whether what is planned will happen, and whether every stack that has a policy has a backup that is young enough. */
export async function examineSchedule(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const { catalog } = context;
  const count = catalog.policies.list().filter(({ enabled }) => enabled).length;
  const { owner, paused } = scheduleState(context);
  const stacks = catalog.stacks.list();
  const nobody = count > 0 && owner === null ? [about('schedule', 'attention', { count })] : [];
  return [
    ...orGood([...stacks.flatMap((stack) => overdue(context, stack)), ...nobody], about('schedule', 'good', { count })),
    ...orGood(count > 0 && paused !== null ? [pauseFinding(paused.until)] : [], about('pause', 'good')),
    ...orGood(
      stacks.flatMap((stack) => missed(context, stack)),
      about('missed', 'good'),
    ),
  ];
}

function about(check: Finding['check'], state: Finding['state'], params: Finding['params'] = {}): Finding {
  return { check, state, subject: null, params };
}

function orGood(findings: readonly Finding[], good: Finding): readonly Finding[] {
  return findings.length > 0 ? findings : [good];
}

/** Whoever resumes it is the end of a pause without an end. */
function pauseFinding(until: string | null): Finding {
  const detail = until === null ? '`lifeboat schedule resume`' : localTime.format(Date.parse(until));
  return about('pause', 'attention', { detail });
}

function overdue(context: EngineContext, stack: Stack): Finding[] {
  const lastGood = newestGood(context.catalog, stack.id);
  const { overdueSince, allowedAgeMs } = scheduleOf(context, stack.id, lastGood);
  if (overdueSince === null) return [];
  const allowed = Math.round((allowedAgeMs ?? 0) / hourMs);
  const hours = Math.round((context.clock() - Date.parse(overdueSince)) / hourMs) + allowed;
  return [{ check: 'schedule', state: 'alarm', subject: stack.name, params: { hours, allowed } }];
}

/** What was missed since the newest good backup: whoever looks has not seen it go well since. */
function missed(context: EngineContext, stack: Stack): Finding[] {
  const { catalog } = context;
  const on = new Set(catalog.policies.list(stack.id).flatMap(({ id, enabled }) => (enabled ? [id] : [])));
  const all = catalog.policyRuns
    .list(stack.id, runsRead)
    .filter(({ state, policyId }) => state === 'missed' && on.has(policyId));
  const goods = goodSince(context, stack.id, firstTrouble(all));
  const runs = all.filter((run) => !isMadeGood(run, goods));
  if (runs.length === 0) return [];
  const params = { count: runs.length, detail: names(runs) };
  return [{ check: 'missed', state: 'attention', subject: stack.name, params }];
}

function names(runs: readonly PolicyRun[]): string {
  const shown = runs.slice(0, namesShown).map(({ policy, planned }) => `${policy} @ ${planned}`);
  return shown.join(', ') + (runs.length > namesShown ? ', …' : '');
}

/** What the environment says about unattended backups, and what is in force of it. */
export async function examineEnvironment(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  const installation = new Map<string, InForce<string | number>>([
    ['LIFEBOAT_BACKUP_DEFAULT_TIMEZONE', installationTimeZone(context)],
    ['LIFEBOAT_BACKUP_MAX_PARALLEL', maxParallel(context)],
  ]);
  const { variables } = context.environment;
  // Where it says nothing, it is off.
  if (variables.length === 0)
    return [{ check: 'environment', state: 'good', subject: 'LIFEBOAT_BACKUP_ENABLED', params: { detail: 'false' } }];
  return variables.map(({ name, value, verdict, needs }): Finding => {
    const named = { check: 'environment', subject: name } as const;
    if (verdict !== 'used') return { ...named, state: 'attention', params: { detail: value, needed: needs } };
    const inForce = installation.get(name);
    const detail = inForce?.from === 'catalog' ? inForce.value : value;
    return { ...named, state: 'good', params: { detail } };
  });
}
