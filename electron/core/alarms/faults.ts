import type { Backup } from '../../../shared/model/backup.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Fault } from '../../../shared/model/fault.ts';
import type { Job } from '../../../shared/model/job.ts';
import type { Policy, PolicyRun } from '../../../shared/model/policy.ts';
import type { StackView } from '../../../shared/model/view.ts';
import { isoTime } from '../clock.ts';
import type { UpgradeStanding } from '../operations/upgrade-standing.ts';
import { upgradeFaults } from './upgrade-faults.ts';

/** What faults are computed from. */
export interface Facts {
  readonly stacks: readonly StackView[];
  readonly policies: readonly Policy[];
  /** What became of each policy's newest planned time that has ended, unless a good backup has made it good since. */
  readonly lastRuns: readonly PolicyRun[];
  /** Backups whose pack was read again and is not good. */
  readonly failedVerifications: readonly Backup[];
  readonly storages: readonly { readonly stackId: string; readonly error: ErrorReport }[];
  /** Services that dead jobs have stopped and nobody has started. */
  readonly debts: readonly {
    readonly stackId: string;
    readonly stack: string | null;
    readonly services: readonly string[];
  }[];
  /** Targets whose last look has failed, and since when all looks have. */
  readonly replicas: readonly {
    readonly id: string;
    readonly stackId: string;
    readonly name: string;
    readonly fault: ErrorReport;
    readonly since: string;
  }[];
  readonly upgrades: readonly UpgradeStanding[];
  /** Ended jobs, newest first. */
  readonly jobs: readonly Job[];
}

const hourMs = 3_600_000;
const interruptionMs = 24 * hourMs;
const replicaGoneMs = 24 * hourMs;

/** Everything that an operator must hear of now. `now` in ms. */
export function faultsOf(facts: Facts, now: number): Fault[] {
  const names = new Map(facts.stacks.map(({ id, name }) => [id, name]));
  const about = (stackId: string) => ({ stackId, stack: names.get(stackId) ?? null });
  return [
    ...facts.stacks.flatMap((stack) => ofStack(stack, now)),
    ...facts.policies.flatMap((policy) => ofPolicy(policy, facts)),
    ...facts.failedVerifications.map(
      ({ id, stackId, name, error }): Fault => ({
        key: `verify-failed:${id}`,
        kind: 'verify-failed',
        state: 'alarm',
        ...about(stackId),
        params: { backup: name },
        reason: error,
        since: isoTime(now),
      }),
    ),
    ...facts.storages.map(
      ({ stackId, error }): Fault => ({
        key: `storage-gone:${stackId}`,
        kind: 'storage-gone',
        state: 'alarm',
        ...about(stackId),
        params: {},
        reason: error,
        since: isoTime(now),
      }),
    ),
    ...facts.debts.map(
      ({ stackId, stack, services }): Fault => ({
        key: `services-down:${stackId}`,
        kind: 'services-down',
        state: 'alarm',
        stackId,
        stack,
        params: { services: services.join(', ') },
        reason: null,
        since: isoTime(now),
      }),
    ),
    ...facts.replicas
      .filter(({ fault, since }) => isOther(fault) || now - Date.parse(since) > replicaGoneMs)
      .map(
        ({ id, stackId, name, fault, since }): Fault => ({
          key: `replica-gone:${id}`,
          kind: 'replica-gone',
          state: 'alarm',
          ...about(stackId),
          params: { replica: name },
          reason: fault,
          since,
        }),
      ),
    ...facts.jobs.filter((job) => wasInterrupted(job, now)).map(interruption),
    ...upgradeFaults(facts.upgrades, now),
  ];
}

/** Whatever else lies there, no copy ever comes to be where it belongs. */
function isOther({ code }: ErrorReport): boolean {
  return code === 'REPLICA_OTHER' || code === 'REPLICA_MARK_INVALID';
}

function ofStack({ id, name, half, schedule }: StackView, now: number): Fault[] {
  const faults: Fault[] = [];
  const common = { stackId: id, stack: name, state: 'alarm', reason: null } as const;
  if (schedule.overdueSince !== null)
    faults.push({
      ...common,
      key: `overdue:${id}`,
      kind: 'overdue',
      params: { hours: Math.round((schedule.allowedAgeMs ?? 0) / hourMs) },
      since: schedule.overdueSince,
    });
  if (half)
    faults.push({ ...common, key: `half-exchanged:${id}`, kind: 'half-exchanged', params: {}, since: isoTime(now) });
  return faults;
}

/** Of its last run. */
function ofPolicy({ id, enabled, stackId }: Policy, { lastRuns, stacks }: Facts): Fault[] {
  const stack = stacks.find((candidate) => candidate.id === stackId);
  const last = lastRuns.find(({ policyId }) => policyId === id);
  if (!enabled || stack === undefined || last === undefined) return [];
  if (last.state !== 'failed' && last.state !== 'missed') return [];
  const wanted = last.reason?.code === 'RUN_MISSED_PAUSED';
  return [
    {
      // One for both kinds: a failed night is not over because the next one was missed.
      key: `run:${id}`,
      kind: `run-${last.state}`,
      state: wanted ? 'attention' : 'alarm',
      stackId,
      stack: stack.name,
      params: { policy: last.policy, planned: last.planned },
      reason: last.reason,
      since: last.plannedAt,
    },
  ];
}

function wasInterrupted({ error, endedAt }: Job, now: number): boolean {
  return error?.code === 'JOB_INTERRUPTED' && endedAt !== null && now - Date.parse(endedAt) < interruptionMs;
}

function interruption({ id, kind, stackId, stack, endedAt, createdAt }: Job): Fault {
  return {
    key: `interrupted:${id}`,
    kind: 'interrupted',
    state: 'attention',
    stackId,
    stack,
    params: { kind },
    reason: null,
    since: endedAt ?? createdAt,
  };
}
