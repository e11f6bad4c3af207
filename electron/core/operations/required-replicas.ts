import type { Stack } from '../../../shared/model/stack.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { checkReplicaWritable } from '../replica/identity.ts';
import { usualRetries, withRetries } from '../replica/retry.ts';
import { noteLook, targetOf } from './replica-access.ts';

/** A look before a backup must not take the night: two tries are enough to tell a hiccup from a target that is gone. */
const tries = { ...usualRetries, attempts: 2 };

/**
 * Looks at every target that a backup is not to be made without: that it can be reached, is the right one, takes what
 * is written, and has room for `bytes`. Refuses with what the first of them is not. Changes nothing that lasts.
 */
export async function checkRequired(
  context: EngineContext,
  job: JobControl,
  stack: Stack,
  bytes: number,
): Promise<void> {
  const required = context.catalog.replicas.list(stack.id).filter((replica) => replica.required);
  if (required.length === 0) return;
  job.progress.phase('preparing-replica');
  for (const replica of required) {
    job.progress.item(replica.name);
    const { targetId, id, name } = replica;
    try {
      const freeBytes = await job.step('look at required replica', { replica: id, name }, async () =>
        withRetries({
          target: await targetOf(context, replica),
          rules: tries,
          signal: job.signal,
          act: async (connection) => {
            await checkReplicaWritable(connection, targetId, job.signal);
            const free = await connection.freeSpace(job.signal);
            const { place } = connection.identity;
            if (bytes > free) throw new AppError('REPLICA_SPACE_INSUFFICIENT', { place, needed: bytes, free });
            return free;
          },
        }),
      );
      noteLook(context, id, { freeBytes });
    } catch (error) {
      if (!job.signal.aborted) noteLook(context, id, { fault: reportOf(error) });
      throw error;
    }
  }
  job.progress.phase('preparing');
}
