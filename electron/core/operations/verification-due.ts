import type { BackupView } from '../../../shared/model/view.ts';
import type { EngineContext } from '../engine-context.ts';
import { nextVerification } from '../schedule/next-verification.ts';
import { viewOf } from './backup-lookup.ts';

const jobsLookedAt = 1000;

/**
 * The pack of all stacks that should be read again now; null when none should. Looks at the folder of every pack:
 * for now and then, not for every tick. `defaultDays` is the installation's.
 */
export function verificationDue({ catalog, clock }: EngineContext, defaultDays: number): BackupView | null {
  return nextVerification({
    backups: catalog.backups.list().map(viewOf),
    policies: catalog.policies.list(),
    defaultDays,
    readings: catalog.jobs
      .list(jobsLookedAt)
      .filter(({ kind, status }) => kind === 'verify' && (status === 'succeeded' || status === 'failed'))
      .map(({ endedAt }) => Date.parse(endedAt ?? '')),
    now: clock(),
  });
}
