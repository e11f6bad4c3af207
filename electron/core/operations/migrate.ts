import { rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { MigrateReport } from '../../../shared/model/report.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import { temporaryFolder } from '../archive/pack-layout.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { openBackup, packPathOf, viewOf } from './backup-lookup.ts';
import { throwAway } from './delete.ts';
import { rememberStorage } from './known-storages.ts';
import { isSameFolder, refuseMigration } from './migrate-refusals.ts';
import { findStack } from './stack-access.ts';
import { copyPack } from './pack-copy.ts';
import { belongsTo, listPacks, namesIn } from './pack-listing.ts';
import { jobOfTrash, sweepable } from './sweep-rule.ts';
import { checkStorage, freeBytes, makeStorage, packsFolder, workFolder } from './storage.ts';
import { errnoOf } from '../file-failure.ts';
import { readBack } from './read-back.ts';

interface Move {
  readonly stack: Stack;
  /** The stack as it is when its packs are there. */
  readonly moved: Stack;
  /** Packs that are not at the target yet, or are still at both places. */
  readonly sources: readonly CompletePack[];
  /** Packs that an earlier run brought to the target. */
  readonly arrived: readonly CompletePack[];
}

/**
 * The body of a migration: every pack is copied below `directory`, read back there, recorded there, and
 * only then removed where it was. Interrupted at any point it can be run again, and goes on. The new
 * storage counts, for each stack, once all its packs are there.
 */
export async function migrateStorage(
  context: EngineContext,
  job: JobControl,
  stacks: readonly Stack[],
  directory: string,
): Promise<MigrateReport> {
  job.progress.phase('preparing');
  const storage = resolve(directory);
  const moves: Move[] = [];
  let already = 0;
  for (const stack of stacks) {
    refuseMigration(context, job.id, stack, storage);
    const move = await planMove(context, stack, storage);
    if (move === null)
      already += context.catalog.backups
        .list(stack.id)
        .filter((backup) => backup.status === 'succeeded' && !viewOf(backup).missing).length;
    else moves.push(move);
  }
  await checkSpace(moves);
  let moved = 0;
  let bytes = 0;
  for (const move of moves) {
    const done = await moveStack(context, job, move);
    moved += done.moved;
    bytes += done.bytes;
    already += done.already;
  }
  return { storage, moved, already, bytes };
}

/** Null when the stack's storage is there already. */
async function planMove(context: EngineContext, stack: Stack, storage: string): Promise<Move | null> {
  await checkStorage(stack);
  const moved: Stack = { ...stack, storage };
  const [from, to] = [packsFolder(stack), packsFolder(moved)];
  await makeStorage(moved);
  if (await isSameFolder(from, to)) return null;
  const sources = (await listPacks(from)).packs.filter((pack) => belongsTo(pack, stack));
  const elsewhere = context.catalog.backups
    .list(stack.id)
    .map(viewOf)
    .filter((backup) => !backup.missing && backup.status === 'succeeded');
  const arrived: CompletePack[] = [];
  for (const backup of elsewhere) {
    const path = packPathOf(backup);
    const folder = dirname(path);
    // A record may name either folder by a link.
    if ((await isSameFolder(folder, from)) && sources.some((pack) => basename(pack.path) === basename(path))) continue;
    const pack = await openBackup(backup);
    if (await isSameFolder(folder, to)) arrived.push({ ...pack, path: join(to, basename(path)) });
    else sources.push(pack);
  }
  return { stack, moved, sources, arrived };
}

/** Refuses before anything is copied: on the same disk one pack more than now must fit, on another one all of them. SPACE_INSUFFICIENT. */
async function checkSpace(moves: readonly Move[]): Promise<void> {
  let needed = 0;
  let largest = 0;
  const [first] = moves;
  if (first === undefined) return;
  const to = packsFolder(first.moved);
  const { dev } = await stat(to);
  for (const move of moves) {
    for (const pack of move.sources) {
      if ((await stat(pack.path)).dev === dev) largest = Math.max(largest, pack.done.bytes);
      else needed += pack.done.bytes;
    }
  }
  const free = await freeBytes(to);
  if (needed + largest > free) throw new AppError('SPACE_INSUFFICIENT', { path: to, needed: needed + largest, free });
}

async function moveStack(context: EngineContext, job: JobControl, move: Move): Promise<Omit<MigrateReport, 'storage'>> {
  const { stack, moved, sources, arrived } = move;
  const to = packsFolder(moved);
  const work = workFolder(moved, job.id, isoTime(context.clock()));
  job.resources.defer(async () => rm(work, { recursive: true, force: true }));
  job.update({ outputPath: to });
  await rememberStorage(context.home, moved.storage);
  const done = { moved: 0, already: 0, bytes: 0 };
  for (const pack of sources) {
    job.progress.phase('migrating', pack.done.bytes);
    const final = join(to, basename(pack.path));
    if (await copyUnlessThere(job, pack, join(work, basename(pack.path)), final)) {
      done.moved += 1;
      done.bytes += pack.done.bytes;
    } else done.already += 1;
    recordPath(context, pack, final);
    // Looked at again: the folder is named by a path, and what a path means can have changed meanwhile.
    if (!(await isSameFolder(dirname(pack.path), to))) await throwAway(job, pack.path);
  }
  for (const pack of arrived) {
    if (sources.some(({ manifest }) => manifest.packId === pack.manifest.packId)) continue;
    await readBack(job, pack, 'bytes');
    recordPath(context, pack, pack.path);
    done.already += 1;
  }
  refuseMigration(context, job.id, stack, moved.storage);
  await job.step('record storage', { storage: moved.storage }, async () => {
    // Read again: its settings may have been changed while the packs were on their way.
    context.catalog.stacks.update({ ...findStack(context, stack.id), storage: moved.storage });
    return Promise.resolve();
  });
  await clearOldFolder(context, job, stack);
  return done;
}

/** Resolves with false when an earlier run has copied the pack already; then that copy is read back again. PACK_NAME_TAKEN for another pack there. */
async function copyUnlessThere(
  job: JobControl,
  pack: CompletePack,
  temporary: string,
  final: string,
): Promise<boolean> {
  if ((await stat(final).catch(() => null)) === null) {
    await job.step('copy pack', { from: pack.path, to: final }, async () => {
      await copyPack(job, pack, temporary, final);
    });
    return true;
  }
  const there = await openPack(final);
  if (there.manifestSha256 !== pack.manifestSha256) throw new AppError('PACK_NAME_TAKEN', { path: final });
  await readBack(job, there, 'bytes');
  return false;
}

function recordPath(context: EngineContext, pack: CompletePack, path: string): void {
  const { backups } = context.catalog;
  for (const record of backups.list())
    if (record.packId === pack.manifest.packId && record.status === 'succeeded') backups.update(record.id, { path });
}

/** What earlier runs left on its way out goes, and the folders if they are empty then. Anything else stays, and is named in the log. */
async function clearOldFolder(context: EngineContext, job: JobControl, stack: Stack): Promise<void> {
  const folder = packsFolder(stack);
  for (const name of sweepable(await namesIn(folder), jobOfTrash, (id) => context.catalog.jobs.hasEnded(id)))
    await rm(join(folder, name), { recursive: true, force: true });
  for (const empty of [join(folder, temporaryFolder), folder]) {
    await rmdir(empty).catch((error: unknown) => {
      if (errnoOf(error) !== 'ENOENT') job.log.warn({ folder: empty, error }, 'the old folder is not empty and stays');
    });
  }
}
