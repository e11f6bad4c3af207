import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Stack } from '../../../shared/model/stack.ts';
import { isPackName } from '../archive/pack-name.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { fileError } from '../archive/part-file.ts';
import { AppError, detailOf } from '../errors.ts';
import { errnoOf } from '../rename-free.ts';

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
      incomplete.push({ path, detail: error instanceof AppError ? error.message : detailOf(error) });
    }
  }
  return { packs, incomplete };
}

/** Names in a folder; none when it is not there. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return [];
    throw fileError(error, folder);
  });
}

/** Whether a pack is one of this stack's: its id, or, after the catalog was lost and the stack added again, its name and kind. */
export function belongsTo({ manifest }: CompletePack, stack: Stack): boolean {
  return (
    manifest.stack.id === stack.id ||
    (manifest.stack.name === stack.name && manifest.stack.kind === stack.definition.kind)
  );
}
