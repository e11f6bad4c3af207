import type { Fault } from '../../../shared/model/fault.ts';
import { localTime } from '../local-time.ts';
import type { UpgradeStanding } from '../operations/upgrade-standing.ts';

const undoneMs = 24 * 3_600_000;

/** What an operator must hear of guarded upgrades. `now` in ms. */
export function upgradeFaults(standings: readonly UpgradeStanding[], now: number): Fault[] {
  return standings.flatMap((standing) => faultOf(standing, now) ?? []);
}

function faultOf(standing: UpgradeStanding, now: number): Fault | null {
  const { id, stackId, stack, state, decision, confirmMs } = standing.upgrade;
  const kind = `upgrade-${standing.kind}` as const;
  const common = { key: `${kind}:${id}`, kind, stackId, stack } as const;
  if (standing.kind === 'waiting') {
    // While it is being done, or looked at, its operator is at it; a word that was given is no longer awaited.
    if (state !== 'confirming' || decision !== null) return null;
    const end = Date.parse(standing.until);
    const since = new Date(end - confirmMs).toISOString();
    return { ...common, state: 'attention', params: { until: localTime.format(end) }, reason: null, since };
  }
  const { reason, since } = standing;
  if (standing.kind === 'stuck') return { ...common, state: 'alarm', params: {}, reason, since };
  if (now - Date.parse(since) >= undoneMs) return null;
  return { ...common, state: 'attention', params: {}, reason, since };
}
