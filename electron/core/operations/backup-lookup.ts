import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Backup, BackupType } from '../../../shared/model/backup.ts';
import { packFile } from '../archive/pack-layout.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { type BackupView, isGood } from '../../../shared/model/view.ts';
import type { Catalog } from '../catalog/database.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { namingPack } from './pack-copy.ts';
import { findStack } from './stack-access.ts';

/** A backup's record, or a part of it, with a look at whether its pack is still there. */
export function viewOf<Part extends Pick<Backup, 'status' | 'path'>>(backup: Part): Part & Pick<BackupView, 'missing'> {
  const missing =
    backup.status === 'succeeded' && (backup.path === null || !existsSync(join(backup.path, packFile.done)));
  return { ...backup, missing };
}

/** A stack's newest backup that a rollback can count on; null when it has none. */
export function newestGood(catalog: Catalog, stackId: string): Backup | null {
  for (const backup of catalog.backups.newest(stackId)) if (isGood(viewOf(backup))) return backup;
  return null;
}

/**
 * The backup that an id, a pack's name, or `latest` means: of one stack, and of one type, when they are given. `latest` is the
 * newest good one whose files are there. BACKUP_NOT_FOUND; BACKUP_AMBIGUOUS when several have the name, or
 * several stacks have a `latest`.
 */
export function findBackup(
  context: EngineContext,
  reference: string,
  stackReference?: string,
  type?: BackupType,
): BackupView {
  const stack = stackReference === undefined ? null : findStack(context, stackReference);
  const all = context.catalog.backups
    .list(stack?.id)
    .filter((backup) => type === undefined || backup.type === type)
    .map(viewOf);
  if (reference === 'latest') {
    const good = all.filter(isGood);
    const [newest] = good;
    if (newest === undefined) throw new AppError('BACKUP_NOT_FOUND', { backup: reference });
    if (good.some((backup) => backup.stackId !== newest.stackId))
      throw new AppError('BACKUP_AMBIGUOUS', { backup: reference });
    return newest;
  }
  const byId = all.find((backup) => backup.id === reference);
  if (byId !== undefined) return byId;
  const named = all.filter((backup) => backup.name === reference);
  const [only] = named;
  if (only === undefined) throw new AppError('BACKUP_NOT_FOUND', { backup: reference });
  if (named.length > 1) throw new AppError('BACKUP_AMBIGUOUS', { backup: reference });
  return only;
}

/** The path of a backup's pack. BACKUP_NOT_COMPLETE when it never had one, BACKUP_FILES_MISSING when it is gone. */
export function packPathOf(backup: BackupView): string {
  if (backup.status !== 'succeeded')
    throw new AppError('BACKUP_NOT_COMPLETE', { backup: backup.name, status: backup.status });
  if (backup.missing || backup.path === null)
    throw new AppError('BACKUP_FILES_MISSING', { backup: backup.name, path: backup.path ?? '–' });
  return backup.path;
}

/**
 * Opens the pack of a backup, and no other that may lie in its place. Besides what `packPathOf` and `openPack`
 * throw: PACK_FOREIGN for the pack of another backup, PACK_CORRUPT for one that says something else than when it was recorded.
 */
export async function openBackup(backup: BackupView): Promise<CompletePack> {
  const path = packPathOf(backup);
  const pack = await namingPack(backup.name, openPack(path));
  if (pack.manifest.packId !== backup.packId)
    throw new AppError('PACK_FOREIGN', { pack: path, stack: backup.name, other: pack.manifest.name });
  if (backup.checksum !== null && pack.manifestSha256 !== backup.checksum)
    throw new AppError('PACK_CORRUPT', {
      pack: backup.name,
      part: packFile.manifest,
      detail: 'it is not the one that the catalog has recorded',
    });
  return pack;
}
