import type { Retention } from '../../../shared/model/policy.ts';
import { checkReplica } from './identity.ts';
import { listReplicas } from './list-replicas.ts';
import { trashedCopy, type JobState, replicaTrashName } from './replica-names.ts';
import { replicasToDelete } from './replica-retention.ts';
import { type RetryRules, withRetries } from './retry.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';

/** A tidying of a target, after a copy that went well. */
export interface PruneOrder {
  readonly target: ReplicaTarget;
  readonly targetId: string;
  readonly stackId: string;
  /** The pack that this very run has copied: when it is not found there as a complete copy, nothing goes. */
  readonly copied: string;
  readonly retention: Retention;
  readonly pinned: ReadonlySet<string>;
  readonly damaged: ReadonlySet<string>;
  /**
   * Hears, by its name, of every copy as soon as it is none any more: also of one that an earlier job took away and
   * could not tell of.
   */
  readonly onGone: (name: string) => void;
  readonly jobId: string;
  readonly stateOf: (jobId: string) => JobState;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly retries: RetryRules;
}

/**
 * Deletes the copies that the target's retention does not keep: each is renamed first, so that what is deleted in part
 * never has the name of a copy. Ends what ended jobs have begun. Resolves with the names that are gone.
 */
export async function pruneReplicas(order: PruneOrder, signal: AbortSignal): Promise<readonly string[]> {
  const { target, retries: rules } = order;
  const gone = new Set<string>();
  await withRetries({ target, rules, signal, act: (connection) => prune(connection, order, gone, signal) });
  return [...gone];
}

async function prune(
  connection: TargetConnection,
  order: PruneOrder,
  gone: Set<string>,
  signal: AbortSignal,
): Promise<void> {
  await checkReplica(connection, order.targetId, signal);
  await endDeletions(connection, order, signal);
  const listed = await listReplicas(connection, signal);
  const copies = listed
    .filter((each) => each.kind === 'complete')
    .map(({ name, copy: { manifest } }) => ({
      name,
      packId: manifest.packId,
      stackId: manifest.stack.id,
      type: manifest.type,
      madeAt: Date.parse(manifest.createdAt),
    }));
  if (!copies.some(({ packId, name }) => packId === order.copied && !order.damaged.has(name))) return;
  for (const name of replicasToDelete({ ...order, copies })) {
    signal.throwIfAborted();
    const trash = replicaTrashName(order.jobId, name);
    gone.add(name);
    await connection.rename(name, trash, signal);
    order.onGone(name);
    await connection.deleteTree(trash, signal);
  }
}

/** What this job or one that has ended put on its way out. */
async function endDeletions(
  connection: TargetConnection,
  { jobId, stateOf, onGone }: PruneOrder,
  signal: AbortSignal,
): Promise<void> {
  const entries = await connection.list('', signal);
  for (const { name } of entries) {
    const trashed = trashedCopy(name);
    if (trashed === null || (trashed.jobId !== jobId && stateOf(trashed.jobId) !== 'ended')) continue;
    // One of that name may have been copied anew since.
    if (!entries.some((entry) => entry.name === trashed.pack)) onGone(trashed.pack);
    await connection.deleteTree(name, signal);
  }
}
