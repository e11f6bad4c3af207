import { lstat, mkdir, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Backup } from '../../../shared/model/backup.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { isPackName } from '../archive/pack-name.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { firstEntry, type PlainArchive, recogniseArchive } from '../archive/plain-archive.ts';
import { syncPackFolder } from '../archive/publish.ts';
import { extractSingleFile } from '../archive/single-file-extract.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, detailOf } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { viewOf } from './backup-lookup.ts';
import { backupOfPack } from './backup-record.ts';
import { adoptArchive, type Arrival } from './import-archive.ts';
import { copyPack, finishPack, namingPack } from './pack-copy.ts';
import { checkStorage, freeBytes, packsFolder, workFolder } from './storage.ts';

/**
 * The body of an import: a pack's folder, a single-file export, or a plain archive of a directory tree
 * becomes a backup of `stack`, read back entry by entry. What is imported is not touched. PACK_FOREIGN
 * for another stack's pack, PACK_NAME_TAKEN when it is here already, ARCHIVE_UNRECOGNISED.
 */
export async function importBackup(
  context: EngineContext,
  job: JobControl,
  path: string,
  stack: Stack,
): Promise<Backup> {
  job.progress.phase('preparing');
  const from = resolve(path);
  await checkStorage(stack);
  const work = workFolder(stack, job.id, isoTime(context.clock()));
  job.resources.defer(async () => rm(work, { recursive: true, force: true }));
  const arrival: Arrival = { context, job, stack, work };
  const pack = await receive(arrival, from);
  const backup = recordOf(arrival, pack);
  job.update({ backupId: backup.id, outputPath: pack.path });
  return backup;
}

async function receive(arrival: Arrival, from: string): Promise<CompletePack> {
  const found = await stat(from).catch((error: unknown) => {
    throw new AppError('ARCHIVE_UNRECOGNISED', { path: from, detail: detailOf(error) }, { cause: error });
  });
  if (found.isDirectory()) return importFolder(arrival, from);
  const archive = await recogniseArchive(from);
  await refuseWithoutSpace(arrival.stack, archive.bytes);
  const first = await firstEntry(archive, arrival.job.signal);
  if (first === null) throw new AppError('ARCHIVE_UNRECOGNISED', { path: from, detail: 'it holds nothing' });
  const top = first.path.toString('utf8').split('/')[0] ?? '';
  if (!isPackName(top)) return adoptArchive(arrival, archive, first);
  if (archive.kind === 'tar') return importSingleFile(arrival, archive);
  throw new AppError('ARCHIVE_UNRECOGNISED', {
    path: from,
    detail: 'it is an export that was compressed once more; decompress it first',
  });
}

/** Records a pack that has been read back; an older record of the same pack, whose files were gone, is put right. */
export function recordOf(
  { context, job, stack }: Pick<Arrival, 'context' | 'stack'> & { readonly job: Pick<JobControl, 'id'> },
  pack: CompletePack,
): Backup {
  const { backups } = context.catalog;
  const { id, ...facts } = {
    ...backupOfPack(pack, stack, job.id),
    verified: true,
    verifiedAt: isoTime(context.clock()),
  };
  const before = backups.list().find(({ packId }) => packId === pack.manifest.packId);
  if (before !== undefined) return backups.update(before.id, facts);
  const backup: Backup = { id, ...facts };
  backups.insert(backup);
  return backup;
}

/** Refuses what is not this stack's or is here already, and gives the name that the pack gets. */
async function finalPathOf({ context, stack }: Arrival, { manifest }: CompletePack): Promise<string> {
  // Later, the name is a path on disk; only names of ours are.
  if (!isPackName(manifest.name))
    throw new AppError('PACK_MANIFEST_INVALID', {
      pack: JSON.stringify(manifest.name),
      detail: 'its name is not a name of a pack',
    });
  if (manifest.stack.name !== stack.name || manifest.stack.kind !== stack.definition.kind) {
    throw new AppError('PACK_FOREIGN', { pack: manifest.name, stack: stack.name, other: manifest.stack.name });
  }
  const known = context.catalog.backups.list().find(({ packId }) => packId === manifest.packId);
  if (known !== undefined && known.path !== null && !viewOf(known).missing)
    throw new AppError('PACK_NAME_TAKEN', { path: known.path });
  const path = join(packsFolder(stack), manifest.name);
  if ((await lstat(path).catch(() => null)) !== null) throw new AppError('PACK_NAME_TAKEN', { path });
  return path;
}

async function refuseWithoutSpace(stack: Stack, needed: number): Promise<void> {
  const path = packsFolder(stack);
  const free = await freeBytes(path);
  if (needed > free) throw new AppError('SPACE_INSUFFICIENT', { path, needed, free });
}

async function importFolder(arrival: Arrival, from: string): Promise<CompletePack> {
  const { job, stack, work } = arrival;
  const pack = await openPack(from);
  const path = await finalPathOf(arrival, pack);
  await refuseWithoutSpace(stack, pack.done.bytes);
  job.progress.phase('importing', pack.done.bytes);
  let copy = pack;
  await job.step('import folder', { from, path }, async () => {
    copy = await copyPack(job, pack, work, path, 'entries');
  });
  return copy;
}

async function importSingleFile(arrival: Arrival, { path: from, bytes }: PlainArchive): Promise<CompletePack> {
  const { job, work } = arrival;
  job.progress.phase('importing', bytes);
  await mkdir(work, { recursive: true, mode: 0o700 });
  await job.step('unpack', { from, work }, async () =>
    namingPack(
      basename(from),
      extractSingleFile(from, work, { signal: job.signal, onBytes: (count) => job.progress.add(count) }),
    ),
  );
  const pack = await namingPack(basename(from), openPack(work));
  const path = await finalPathOf(arrival, pack);
  await syncPackFolder(work);
  await job.step('read back', { path }, async () => {
    await namingPack(pack.manifest.name, finishPack(job, work, path, 'entries'));
  });
  return { ...pack, path };
}
