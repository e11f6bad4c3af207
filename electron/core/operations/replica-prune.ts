import type { StoredReplica } from '../catalog/replicas.ts';
import type { EngineContext } from '../engine-context.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { pruneReplicas } from '../replica/prune-replicas.ts';
import { usualRetries } from '../replica/retry.ts';
import { jobStateIn, targetOf } from './replica-access.ts';

/**
 * Deletes what the retention of a target does not keep, after a copy to it went well. `copied`: that pack's id. What
 * fails is logged: the copies are good, and the next run tidies up.
 */
export async function pruneTarget(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  copied: string,
): Promise<void> {
  const { retention, targetId, stackId } = replica;
  if (retention.days === null && retention.count === null) return;
  const { catalog, clock } = context;
  const backups = catalog.backups.list(stackId);
  const inUse = new Set(catalog.kept.list().map(({ backupId }) => backupId));
  const rows = catalog.replicaCopies.ofReplica(replica.id);
  try {
    await job.step('retention of replica', { replica: replica.id, retention }, async () =>
      pruneReplicas(
        {
          target: await targetOf(context, replica),
          targetId,
          stackId,
          copied,
          retention,
          pinned: new Set(backups.flatMap(({ id, packId, pinned }) => (pinned || inUse.has(id) ? packId : []))),
          damaged: new Set(
            rows.flatMap(({ reason, backup }) => (reason?.code.startsWith('REPLICA_COPY_') === true ? backup : [])),
          ),
          // At once: what happens to the connection next must not leave a record of a copy that is none.
          onGone: (name) => catalog.replicaCopies.forgetCopy(replica.id, name),
          jobId: job.id,
          stateOf: jobStateIn(context),
          now: clock(),
          retries: usualRetries,
        },
        job.signal,
      ),
    );
  } catch (error) {
    job.log.warn({ error, replica: replica.name }, 'the retention of a target was not done');
  }
}
