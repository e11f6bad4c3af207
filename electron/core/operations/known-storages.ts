import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeDurably } from '../durable-file.ts';
import { AppError, detailOf } from '../errors.ts';
import { errnoOf } from '../file-failure.ts';

const KnownStorages = z.strictObject({ folders: z.array(z.string().min(1)) });

function fileOf(home: string): string {
  return join(home, 'known-storages.json');
}

/**
 * Every storage folder that ever held packs of this installation, the oldest first. Kept outside of the
 * catalog, so that losing that one loses no backup. FILE_FAILED when the list cannot be read.
 */
export async function knownStorages(home: string): Promise<readonly string[]> {
  const path = fileOf(home);
  try {
    return KnownStorages.parse(JSON.parse(await readFile(path, 'utf8'))).folders;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw new AppError('FILE_FAILED', { path, detail: detailOf(error) }, { cause: error });
  }
}

/** Adds a storage folder to the list, durably. May run twice. */
export async function rememberStorage(home: string, path: string): Promise<void> {
  const folders = await knownStorages(home);
  if (folders.includes(path)) return;
  await writeDurably(fileOf(home), `${JSON.stringify({ folders: [...folders, path] }, null, 2)}\n`);
}
