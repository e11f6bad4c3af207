import type { Upgrade } from '../../../shared/model/upgrade.ts';
import type { EngineContext } from '../engine-context.ts';
import { deadJobs } from '../jobs/dead-jobs.ts';
import { type UpgradeStanding, upgradeStandings } from './upgrade-standing.ts';

const jobsLooked = 200;
/** A process that starts again needs so long to take an upgrade up. */
const takenUpMs = 5 * 60_000;

/** How the guarded upgrades stand, by the catalog. `graceMs` as for `upgradeStandings`. */
export function standingUpgrades(
  { catalog, clock }: Pick<EngineContext, 'catalog' | 'clock'>,
  graceMs = takenUpMs,
): UpgradeStanding[] {
  const upgrades = catalog.upgrades.list();
  const isOpen = upgrades.some(({ endedAt }) => endedAt === null);
  const now = clock();
  const dead = new Set(deadJobs(catalog).map(({ id }) => id));
  const held = new Set(catalog.jobs.open().flatMap(({ id, stackId }) => (dead.has(id) ? [] : [stackId])));
  // Only one that has not ended may have lost who follows it.
  const jobs = (isOpen ? catalog.jobs.list(jobsLooked) : []).filter(({ kind }) => kind === 'upgrade');
  const followerOf = ({ stackId, createdAt }: Upgrade) => {
    if (held.has(stackId)) return { seenAt: now, error: null };
    const last = jobs.find((job) => job.stackId === stackId);
    return { seenAt: Date.parse(last?.endedAt ?? last?.startedAt ?? createdAt), error: last?.error ?? null };
  };
  return upgradeStandings(upgrades, followerOf, now, graceMs);
}
