import type { Finding } from '../../../../shared/model/report.ts';
import type { EngineContext } from '../../engine-context.ts';
import { standingUpgrades } from '../upgrade-follower.ts';
import { localTime } from '../../local-time.ts';

/** Guarded upgrades that wait for their operator, and those that should be undone and are not. */
export async function examineUpgrades(context: EngineContext): Promise<Finding[]> {
  await Promise.resolve();
  // Whoever examines asks about this moment, and recovery has just been at work.
  const findings = standingUpgrades(context, 0).flatMap((standing): Finding[] => {
    const { stack, id, state } = standing.upgrade;
    const common = { check: 'upgrades', subject: stack } as const;
    if (standing.kind === 'stuck') return [{ ...common, state: 'alarm', params: standing.reason.params }];
    if (standing.kind === 'undone') return [];
    const detail = localTime.format(Date.parse(standing.until));
    return [{ ...common, state: 'attention', params: { job: id, upgradeState: state, detail } }];
  });
  return findings.length > 0 ? findings : [{ check: 'upgrades', state: 'good', subject: null, params: {} }];
}
