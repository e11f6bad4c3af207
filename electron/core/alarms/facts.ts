import type { StackView } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { deadJobs } from '../jobs/dead-jobs.ts';
import { standingUpgrades } from '../operations/upgrade-follower.ts';
import { goodSince } from '../schedule/good-since.ts';
import { firstTrouble, isMadeGood } from '../schedule/troubled-runs.ts';
import type { Facts } from './faults.ts';
import type { StorageWatch } from './storage-watch.ts';

const jobsLooked = 200;

/** Reads what faults are computed from. Changes nothing. */
export async function readFacts(
  context: EngineContext,
  stacks: readonly StackView[],
  storages: StorageWatch,
): Promise<Facts> {
  const { catalog, ledger } = context;
  const dead = new Set(deadJobs(catalog).map(({ id }) => id));
  const open = new Set(catalog.jobs.open().map(({ id }) => id));
  const { debts } = await ledger.open();
  const owed = debts.filter(({ jobId, containers }) => containers.length > 0 && (dead.has(jobId) || !open.has(jobId)));
  const policies = catalog.policies.list();
  const [lastRuns, failedVerifications, jobs, replicas, upgrades] = [
    policies
      .flatMap(({ id }) => catalog.policyRuns.lastEnded(id) ?? [])
      .filter((run) => !isMadeGood(run, goodSince(context, run.stackId, firstTrouble([run])))),
    catalog.backups.failedVerification(),
    catalog.jobs.list(jobsLooked),
    catalog.replicas.list(),
    standingUpgrades(context),
  ];
  // Last: it may take long, and the catalog may be closed then.
  const looked = await Promise.all(
    stacks.map(async (stack) => ({ stackId: stack.id, error: await storages.look(stack) })),
  );
  return {
    stacks,
    policies,
    lastRuns,
    failedVerifications,
    storages: looked.flatMap(({ stackId, error }) => (error === null ? [] : [{ stackId, error }])),
    debts: [...Map.groupBy(owed, ({ stackId }) => stackId)].map(([stackId, ofStack]) => ({
      stackId,
      stack: ofStack[0]?.stack ?? null,
      services: ofStack.flatMap(({ containers }) => containers.map(({ service }) => service)),
    })),
    replicas: replicas.flatMap(({ id, stackId, name, fault, faultSince }) =>
      fault === null || faultSince === null ? [] : [{ id, stackId, name, fault, since: faultSince }],
    ),
    upgrades,
    jobs,
  };
}
