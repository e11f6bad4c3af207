import { existsSync, realpathSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Stack } from '../../../shared/model/stack.ts';
import { packFile } from '../archive/pack-layout.ts';
import { isPackName } from '../archive/pack-name.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { AppError, reportOf } from '../errors.ts';
import { errnoOf, fileFailure } from '../file-failure.ts';

/** What stands under packs' names in one folder. */
export interface PackListing {
  readonly packs: readonly CompletePack[];
  /** Folders that have a pack's name and are none that can be used. */
  readonly incomplete: readonly { readonly path: string; readonly detail: string }[];
}

/** Opens every pack of a folder, reading no part; a folder that is not there has none. */
export async function listPacks(folder: string): Promise<PackListing> {
  const packs: CompletePack[] = [];
  const incomplete: PackListing['incomplete'][number][] = [];
  for (const name of (await namesIn(folder)).filter(isPackName).toSorted()) {
    const path = join(folder, name);
    try {
      packs.push(await openPack(path));
    } catch (error) {
      incomplete.push({ path, detail: reasonOf(error) });
    }
  }
  return { packs, incomplete };
}

/** Names in a folder; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw fileFailure(error, folder);
  });
}

/** Why something is no pack, in a few words for a report. */
export function reasonOf(error: unknown): string {
  const { code, params } = reportOf(error);
  return params['detail'] === undefined ? code : `${code}: ${params['detail']}`;
}

/** Whether a pack is one of this stack's: its id, or, after the catalog was lost and the stack added again, its name and kind. */
export function belongsTo({ manifest }: Pick<CompletePack, 'manifest'>, stack: Stack): boolean {
  return (
    manifest.stack.id === stack.id ||
    (manifest.stack.name === stack.name && manifest.stack.kind === stack.definition.kind)
  );
}

/** Refuses a place inside a pack: whatever is put there makes the pack one that nobody accepts. PATH_UNSAFE. */
export function refuseInsidePack(path: string): void {
  for (let folder = realPath(path); ; folder = dirname(folder)) {
    if (isPackName(basename(folder)) && existsSync(join(folder, packFile.done)))
      throw new AppError('PATH_UNSAFE', { path });
    if (dirname(folder) === folder) return;
  }
}

/** A path without links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(realPath(parent), basename(path));
  }
}
