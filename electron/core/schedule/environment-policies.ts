import type { PolicyDraft } from '../../../shared/model/schedule.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import type { BackupEnvironment } from './environment.ts';
import { insertPolicy } from './policies.ts';
import { recordBeforeChange } from './record-planned.ts';

const nightly = '0 4 * * *';
const name = 'default';

/** What the environment says that a stack without a policy of its own is to have. */
function draftOf({ cron, retentionDays, retentionCount }: BackupEnvironment): PolicyDraft {
  return {
    name,
    enabled: true,
    cron: cron ?? nightly,
    // The installation's, which the environment says too.
    timeZone: null,
    mode: 'cold',
    images: false,
    only: null,
    format: null,
    level: null,
    replicate: true,
    retention: { days: retentionDays, count: retentionCount },
    catchUpHours: 6,
    maxAgeHours: null,
    verifyDays: null,
  };
}

/**
 * Where the environment wants unattended backups: gives every stack without a policy one, and lets those that it once
 * gave follow it. Stacks in `covered` were looked at; the others are added to it.
 */
export function coverNewStacks(context: EngineContext, covered: Set<string>): void {
  const { catalog, environment, clock } = context;
  if (!environment.enabled) return;
  const draft = draftOf(environment);
  const fresh = catalog.stacks.list().filter(({ id }) => !covered.has(id));
  for (const stack of fresh) {
    catalog.together(() => {
      const policies = catalog.policies.list(stack.id);
      if (policies.length === 0) insertPolicy(context, stack, draft, 'environment');
      for (const policy of policies) {
        if (policy.origin !== 'environment') continue;
        const { cron, retention } = draft;
        const moved = cron !== policy.cron;
        const same = !moved && retention.days === policy.retention.days && retention.count === policy.retention.count;
        if (same) continue;
        if (moved) recordBeforeChange(context, policy.id);
        catalog.policies.update(policy.id, {
          cron,
          retention,
          ...(moved ? { consideredUntil: isoTime(clock()) } : {}),
        });
      }
    });
    covered.add(stack.id);
  }
}
