import type { ErrorReport } from '../../../shared/errors.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { targetAt, wordsOfPlace } from '../replica/open-target.ts';
import type { JobState } from '../replica/replica-names.ts';
import type { ReplicaTarget } from '../replica/target.ts';
import { packsFolder } from './storage.ts';

/** Under which name the password of a target is kept. */
export function passwordName(replicaId: string): string {
  return `replica/${replicaId}`;
}

/** The target that an id, a name or STACK/NAME means. REPLICA_NOT_FOUND, also when several stacks have one of the name. */
export function findReplica({ catalog }: EngineContext, reference: string): StoredReplica {
  const byId = catalog.replicas.get(reference);
  if (byId !== null) return byId;
  const named = catalog.replicas.list().filter(({ name, stackId }) => {
    const stack = catalog.stacks.get(stackId)?.name ?? '';
    return name === reference || `${stack}/${name}` === reference;
  });
  const [only] = named;
  if (only === undefined || named.length > 1) throw new AppError('REPLICA_NOT_FOUND', { replica: reference });
  return only;
}

/** The stack of a target. STACK_NOT_FOUND. */
export function stackOfReplica({ catalog }: EngineContext, { stackId }: Pick<StoredReplica, 'stackId'>): Stack {
  const stack = catalog.stacks.get(stackId);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: stackId });
  return stack;
}

/** Every target has the packs of one stack: REPLICA_FOREIGN for a backup of another. */
export function assertOfStack(
  { catalog }: EngineContext,
  { place, stackId }: StoredReplica,
  backup: { readonly stackId: string },
): void {
  if (backup.stackId === stackId) return;
  const nameOf = (id: string): string => catalog.stacks.get(id)?.name ?? id;
  const names = { stack: nameOf(backup.stackId), other: nameOf(stackId) };
  throw new AppError('REPLICA_FOREIGN', { place: wordsOfPlace(place), ...names });
}

/** A configured target, with its password from where it is kept. REPLICA_PASSWORD_MISSING, SECRETS_UNUSABLE. */
export async function targetOf(context: EngineContext, replica: StoredReplica): Promise<ReplicaTarget> {
  const { place } = replica;
  const password = place.kind === 'smb' ? await (await context.secrets()).get(passwordName(replica.id)) : null;
  const storage = packsFolder(stackOfReplica(context, replica));
  return targetAt(place, { password, storage, clock: context.clock });
}

/** What a look at a target met: REPLICA_TIMED_OUT when it was ended by its own limit, `limitMs`. */
export function lookFailure(
  error: unknown,
  { aborted, reason }: AbortSignal,
  { host, limitMs }: { readonly host: string; readonly limitMs: number },
): unknown {
  if (!aborted || error !== reason) return error;
  return new AppError('REPLICA_TIMED_OUT', { host, seconds: limitMs / 1000 }, { cause: error });
}

/** What this installation knows of a job that has left something on a target. */
export function jobStateIn({ catalog }: EngineContext): (jobId: string) => JobState {
  return (jobId) => {
    const job = catalog.jobs.get(jobId);
    if (job === null) return 'unknown';
    return job.endedAt === null ? 'running' : 'ended';
  };
}

/**
 * Notes what a look at a target has found; nothing when the target has gone meanwhile. What waits for one that is back
 * is due at once.
 */
export function noteLook(
  { catalog, clock }: EngineContext,
  replicaId: string,
  found: { readonly fault: ErrorReport } | { readonly freeBytes: number | null },
): void {
  const before = catalog.replicas.get(replicaId);
  if (before === null) return;
  if ('fault' in found) {
    catalog.replicas.update(replicaId, { fault: found.fault, faultSince: before.faultSince ?? isoTime(clock()) });
    return;
  }
  const { freeBytes } = found;
  if (before.fault !== null)
    for (const copy of catalog.replicaCopies.ofReplica(replicaId))
      if (copy.state === 'waiting') catalog.replicaCopies.update(copy, { nextTryAt: isoTime(clock()) });
  catalog.replicas.update(replicaId, { fault: null, faultSince: null, ...(freeBytes === null ? {} : { freeBytes }) });
}
