import { isPackName } from '../archive/pack-name.ts';
import { packFile } from '../archive/pack-layout.ts';
import { type CompletePack, readSmall } from '../archive/pack-reader.ts';
import { type Clock, isoTime } from '../clock.ts';
import { AppError, hasCode } from '../errors.ts';
import { readBackFolder } from './copy-check.ts';
import { confirmCopy, markCopy, placeCopy, setAside } from './copy-place.ts';
import { spaceNeeded } from './copy-space.ts';
import { discardWork, type PackTexts, prepareWork, removeLeft, sweepWork, type WorkFacts } from './copy-work.ts';
import { examineExisting, type WantedCopy } from './existing-copy.ts';
import { checkReplica } from './identity.ts';
import { inLanes } from './lanes.ts';
import { packFilesOf } from './pack-files.ts';
import { copyWorkFolder, type JobState, stagedDone } from './replica-names.ts';
import { encodeReplication, type ReplicationManifest } from './replication-manifest.ts';
import { type RetryRules, withRetries } from './retry.ts';
import { sendFile } from './send-file.ts';
import type { ReplicaTarget, TargetConnection } from './target.ts';
import { writeText } from './target-text.ts';
import { filesAtOnce, type TransferOptions } from './transfer.ts';

const longestLastLookMs = 120_000;

/** A copy that is to be made. */
export interface CopyOrder {
  readonly target: ReplicaTarget;
  /** The target's id, as its mark must state it. */
  readonly targetId: string;
  /** Opened just now; it is read, and never changed. */
  readonly pack: CompletePack;
  /** `startedAt`: ISO 8601. A job that tries again under the same id and time goes on with its own work. */
  readonly job: { readonly id: string; readonly startedAt: string };
  readonly stateOf: (jobId: string) => JobState;
  readonly clock: Clock;
  readonly retries: RetryRules;
}

/** What a copy came to. Its pack lies at the target under its own name, read back, with its DONE. */
export interface CopyResult {
  /** It was there already, and good. */
  readonly wasThere: boolean;
  readonly replication: ReplicationManifest;
  /** Of all its files but DONE and replication_manifest.json. */
  readonly bytes: number;
  /** The name that something else got which had the copy's. */
  readonly setAside: string | null;
}

/**
 * Copies a pack to a target and proves it: every file is read back over a connection that did not write it, before the
 * folder gets its name and DONE. A good copy that is there stays. Without it, or aborted, nothing is left under the final
 * name, and what was sent stays in `_tmp` for the next try.
 * Rejects with what `checkReplica` refuses, REPLICA_SPACE_INSUFFICIENT, PACK_CORRUPT for a local pack that is not what it
 * says, REPLICA_PATH_TAKEN, REPLICA_READ_BACK_WRONG, or what the target met last.
 */
export async function copyToReplica(order: CopyOrder, options: TransferOptions): Promise<CopyResult> {
  const { pack, target, retries } = order;
  if (!isPackName(pack.manifest.name))
    throw new AppError('PACK_MANIFEST_INVALID', {
      pack: pack.manifest.name,
      detail: 'its name is not a name of a pack',
    });
  const text = async (file: string): Promise<string> => (await readSmall(pack.path, file)).toString('utf8');
  const wanted: WantedCopy = {
    name: pack.manifest.name,
    packId: pack.manifest.packId,
    manifestSha256: pack.manifestSha256,
    files: packFilesOf(pack, await text(packFile.sums)),
    done: await text(packFile.done),
  };
  const run = new CopyRun(order, wanted, { manifest: await text(packFile.manifest), done: wanted.done }, options);
  const { signal } = options;
  return withRetries({ target, rules: retries, signal, act: (connection) => run.attempt(connection) });
}

/** What one try has learned stays for the next. */
class CopyRun {
  readonly #order: CopyOrder;
  readonly #wanted: WantedCopy;
  readonly #texts: PackTexts;
  readonly #options: TransferOptions;
  readonly #work: string;
  /** Files of the work folder that were read back, over a connection that did not write them. */
  readonly #proven = new Set<string>();
  /** Text of the replication manifest, once it has been composed. */
  #replication: string | null = null;
  #setAside: string | null = null;

  constructor(order: CopyOrder, wanted: WantedCopy, texts: PackTexts, options: TransferOptions) {
    this.#order = order;
    this.#wanted = wanted;
    this.#texts = texts;
    this.#options = options;
    this.#work = copyWorkFolder(order.job.id, order.job.startedAt);
  }

  async attempt(connection: TargetConnection): Promise<CopyResult> {
    const { signal, progress } = this.#options;
    progress.onPhase('checking', 0);
    await checkReplica(connection, this.#order.targetId, signal);
    await sweepWork(connection, this.#facts(), signal);
    const ours = this.#replication === null ? null : { text: this.#replication, proven: this.#proven };
    const existing = await examineExisting(connection, this.#wanted, ours, this.#options);
    if (existing.kind === 'good' || existing.kind === 'unmarked') {
      if (existing.kind === 'unmarked') await markCopy({ connection, work: this.#work, wanted: this.#wanted });
      return this.#finish(connection, existing.replication);
    }
    await this.#send(connection);
    const replication = await this.#readBack();
    return this.#place(replication, existing.kind === 'wrong');
  }

  async #send(connection: TargetConnection): Promise<void> {
    const { signal, progress } = this.#options;
    const { files } = this.#wanted;
    const copy = { files, texts: this.#texts };
    const sizes = await prepareWork(connection, this.#work, copy, this.#facts(), signal);
    const needed = spaceNeeded(files, sizes);
    const free = await connection.freeSpace(signal);
    const { place } = connection.identity;
    if (needed > free) throw new AppError('REPLICA_SPACE_INSUFFICIENT', { place, needed, free });
    // Somebody may have tidied up between two tries.
    for (const { path, bytes } of files) if (sizes.get(path) !== bytes) this.#proven.delete(path);
    const unproven = files.filter(({ path }) => !this.#proven.has(path));
    progress.onPhase('sending', sizeOf(unproven));
    let number = 0;
    try {
      await inLanes(unproven, filesAtOnce, signal, async (file, signal) => {
        progress.onFile({ path: file.path, number: ++number, of: unproven.length });
        const sent = { pack: this.#order.pack, file, folder: this.#work, present: sizes.get(file.path) ?? 0 };
        if ((await sendFile(connection, sent, { ...this.#options, signal })) === 'proven') this.#proven.add(file.path);
      });
    } catch (error) {
      if (hasCode(error, 'PACK_CORRUPT')) await discardWork(connection, this.#work, signal);
      throw error;
    }
  }

  /** Reads all back over a new connection, and writes what is to be known of the copy. */
  async #readBack(): Promise<ReplicationManifest> {
    const { signal } = this.#options;
    const { target, targetId, pack, job, clock } = this.#order;
    await using connection = await target.open(signal);
    await checkReplica(connection, targetId, signal);
    const { files } = this.#wanted;
    const { place, machine, protection } = connection.identity;
    const folder = { connection, path: this.#work, files, beside: [], proven: this.#proven };
    const fault = await readBackFolder(folder, this.#options);
    if (fault !== null)
      throw new AppError('REPLICA_READ_BACK_WRONG', { place, part: fault.part, detail: fault.detail });
    this.#options.progress.onPhase('finishing', 0);
    const replication: ReplicationManifest = {
      formatVersion: pack.manifest.formatVersion,
      packId: pack.manifest.packId,
      manifestSha256: pack.manifestSha256,
      name: this.#wanted.name,
      targetId,
      jobId: job.id,
      place,
      machine,
      protection,
      startedAt: job.startedAt,
      readBackAt: isoTime(clock()),
      files: [...files],
    };
    this.#replication = encodeReplication(replication);
    await writeText(connection, `${this.#work}/${packFile.replication}`, this.#replication, signal);
    await writeText(connection, stagedDone(this.#work), this.#wanted.done, signal);
    return replication;
  }

  async #place(replication: ReplicationManifest, isNameTaken: boolean): Promise<CopyResult> {
    const { signal } = this.#options;
    const { target, targetId, clock } = this.#order;
    await using connection = await target.open(signal);
    await checkReplica(connection, targetId, signal);
    if (isNameTaken) this.#setAside = await setAside(connection, this.#wanted.name, isoTime(clock()), signal);
    const copy = { connection, work: this.#work, wanted: this.#wanted, replication: encodeReplication(replication) };
    await placeCopy(copy, signal);
    return await this.#finish(connection, replication);
  }

  /** The last look, on a connection of its own; `before` has nothing more to do with the copy. */
  async #finish(before: TargetConnection, replication: ReplicationManifest): Promise<CopyResult> {
    const { target, job, stateOf } = this.#order;
    const text = encodeReplication(replication);
    // The copy has its name and its mark: an abort comes too late.
    const looking = AbortSignal.timeout(longestLastLookMs);
    await using connection = await target.open(looking);
    await confirmCopy(connection, this.#wanted, text, looking);
    await removeLeft(before, this.#texts, (jobId) => jobId === job.id || stateOf(jobId) === 'ended', looking);
    const wasThere = text !== this.#replication;
    return { wasThere, replication, bytes: sizeOf(this.#wanted.files), setAside: this.#setAside };
  }

  #facts(): WorkFacts {
    return { now: this.#order.clock(), stateOf: this.#order.stateOf };
  }
}

function sizeOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
