import type { AdoptReport, ReplicaPack } from '../../../shared/model/replica.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import type { EngineContext } from '../engine-context.ts';
import { reportOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { checkReplica } from '../replica/identity.ts';
import { type ListedCopy, listReplicas } from '../replica/list-replicas.ts';
import type { CompleteCopy } from '../replica/read-copy.ts';
import { usualRetries, withRetries } from '../replica/retry.ts';
import { backupOfPack } from './backup-record.ts';
import { belongsTo } from './pack-listing.ts';
import { noteLook, stackOfReplica, targetOf } from './replica-access.ts';

/** The packs that are complete on a target, newest first. Reads no part. */
export async function replicaPacks(context: EngineContext, replica: StoredReplica): Promise<ReplicaPack[]> {
  const known = new Map(context.catalog.backups.list().map(({ packId, id }) => [packId, id]));
  return (await lookThrough(context, replica, AbortSignal.timeout(600_000)))
    .flatMap((listed) => (listed.kind === 'complete' ? listed.copy : []))
    .map(({ name, manifest, done }) => ({
      name,
      packId: manifest.packId,
      createdAt: manifest.createdAt,
      bytes: done.bytes,
      backupId: known.get(manifest.packId) ?? null,
    }))
    .toSorted((one, other) => (one.createdAt < other.createdAt ? 1 : -1));
}

/**
 * Makes records of the packs that are on a target and that the catalog does not know, and rows of their copies. Their
 * packs are not here: they are missing until they are fetched. Nothing is written on the target, nothing deleted. May
 * run twice.
 */
export async function adoptPacks(
  context: EngineContext,
  job: JobControl,
  replica: StoredReplica,
): Promise<AdoptReport> {
  const stack = stackOfReplica(context, replica);
  job.progress.phase('preparing-replica');
  const listed = await lookThrough(context, replica, job.signal);
  const incomplete: AdoptReport['incomplete'][number][] = [];
  const counts = { found: 0, added: 0, known: 0 };
  for (const one of listed) {
    if (one.kind === 'incomplete') {
      const { code, params } = one.error;
      incomplete.push({ name: one.name, detail: String(params['detail'] ?? code) });
      continue;
    }
    if (!belongsTo(one.copy, stack)) {
      incomplete.push({ name: one.name, detail: `it belongs to another stack: ${one.copy.manifest.stack.name}` });
      continue;
    }
    counts.found += 1;
    counts[adopt(context, job, replica, stack, one.copy)] += 1;
  }
  return { ...counts, incomplete };
}

function adopt(
  { catalog }: EngineContext,
  job: JobControl,
  replica: StoredReplica,
  stack: Stack,
  copy: CompleteCopy,
): 'added' | 'known' {
  const { manifest, manifestSha256, replication, done } = copy;
  return catalog.together(() => {
    const before = catalog.backups.list().find(({ packId }) => packId === manifest.packId);
    const backup = before ?? backupOfPack({ manifest, manifestSha256, path: null }, stack, job.id);
    if (before === undefined) {
      // Known before under a record that was deleted.
      catalog.replicaCopies.forgetCopy(replica.id, copy.name);
      catalog.backups.insert(backup);
    }
    const row = catalog.replicaCopies.get(replica.id, backup.id);
    // Its own manifest cannot say more than its last reader, who found it spoilt.
    const isSpoilt = row?.reason?.code === 'REPLICA_COPY_CORRUPT' || row?.reason?.code === 'REPLICA_COPY_INCOMPLETE';
    if (row?.state !== 'verified' && !isSpoilt)
      catalog.replicaCopies.put({
        replicaId: replica.id,
        stackId: stack.id,
        backupId: backup.id,
        backup: copy.name,
        state: 'verified',
        tries: 0,
        nextTryAt: null,
        // Whoever copied it has read it back then; nobody has since.
        verifiedAt: replication.readBackAt,
        bytes: done.bytes,
        reason: null,
      });
    return before === undefined ? 'added' : 'known';
  });
}

async function lookThrough(
  context: EngineContext,
  replica: StoredReplica,
  signal: AbortSignal,
): Promise<readonly ListedCopy[]> {
  try {
    const target = await targetOf(context, replica);
    const listed = await withRetries({
      target,
      rules: usualRetries,
      signal,
      act: async (connection) => {
        await checkReplica(connection, replica.targetId, signal);
        return listReplicas(connection, signal);
      },
    });
    noteLook(context, replica.id, { freeBytes: null });
    return listed;
  } catch (error) {
    if (!signal.aborted) noteLook(context, replica.id, { fault: reportOf(error) });
    throw error;
  }
}
