import { AppError } from '../errors.ts';
import { readBackFolder } from './copy-check.ts';
import { checkReplica } from './identity.ts';
import { type CompleteCopy, openCopy } from './read-copy.ts';
import { type RetryRules, withRetries } from './retry.ts';
import type { ReplicaTarget } from './target.ts';
import type { TransferOptions } from './transfer.ts';
import { packFile } from '../archive/pack-layout.ts';

/** A copy at a target that is set up under this id. */
export interface CopyAt {
  readonly target: ReplicaTarget;
  readonly targetId: string;
  readonly name: string;
  readonly retries: RetryRules;
}

/**
 * Reads a whole copy back and hashes every file of it; good when it resolves. REPLICA_COPY_CORRUPT names the file;
 * REPLICA_COPY_NOT_FOUND, REPLICA_COPY_INCOMPLETE, or what `checkReplica` refuses. After the connection was lost, what
 * has been proven need not be read again.
 */
export async function verifyReplica(
  { target, targetId, name, retries }: CopyAt,
  options: TransferOptions,
): Promise<CompleteCopy> {
  const proven = new Set<string>();
  const beside = [packFile.replication, packFile.done];
  return withRetries({
    target,
    rules: retries,
    signal: options.signal,
    act: async (connection) => {
      options.progress.onPhase('checking', 0);
      await checkReplica(connection, targetId, options.signal);
      const copy = await openCopy(connection, name, options.signal);
      const { files } = copy.replication;
      const fault = await readBackFolder({ connection, path: name, files, beside, proven }, options);
      if (fault === null) return copy;
      const { place } = connection.identity;
      if (fault.kind === 'incomplete')
        throw new AppError('REPLICA_COPY_INCOMPLETE', { pack: name, place, detail: fault.detail });
      throw new AppError('REPLICA_COPY_CORRUPT', { pack: name, place, part: fault.part, detail: fault.detail });
    },
  });
}
