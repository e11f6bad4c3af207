import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { syncFolder } from '../durable-file.ts';
import { renameFree } from '../rename-free.ts';
import { canonicalJson } from './canonical-json.ts';
import { encodeChecksums } from './checksums.ts';
import type { DoneMark, Manifest } from './manifest.ts';
import { listedFiles, packFile } from './pack-layout.ts';
import { openPack } from './pack-reader.ts';
import { type VerifyOptions, verifyPack } from './verify-pack.ts';
import { fileFailure } from '../file-failure.ts';

/** Files beside the parts that the caller composes; the rest of a pack follows from its manifest. */
export interface PackTexts {
  readonly restore: string;
  readonly settings: string;
  readonly version: string;
}

async function writeNew(pack: string, file: string, content: string): Promise<void> {
  const path = join(pack, file);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await writeFile(path, content, { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw fileFailure(error, path);
  });
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Writes everything of a pack but its parts and DONE into the unfinished folder. */
export async function writePackFiles(folder: string, manifest: Manifest, texts: PackTexts): Promise<void> {
  const manifestText = canonicalJson(manifest);
  await writeNew(folder, packFile.settings, texts.settings);
  await writeNew(folder, packFile.version, texts.version);
  await writeNew(folder, packFile.restore, texts.restore);
  await writeNew(folder, packFile.manifest, manifestText);
  const sums = new Map([
    [packFile.settings, sha256(texts.settings)],
    [packFile.version, sha256(texts.version)],
    [packFile.restore, sha256(texts.restore)],
    [packFile.manifest, sha256(manifestText)],
  ] as [string, string][]);
  for (const part of manifest.parts) {
    sums.set(part.part, part.digest.storedSha256);
    if ('index' in part) sums.set(part.index.part, part.index.digest.storedSha256);
  }
  for (const file of manifest.config) sums.set(file.part, file.sha256);
  await writeNew(folder, packFile.sums, encodeChecksums(sums));
}

/** Makes every file and folder below `folder` survive a power cut. */
export async function syncPackFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) {
      await syncFolder(path);
      continue;
    }
    try {
      // Windows flushes only through a handle that may write.
      await using file = await open(path, constants.O_RDWR);
      await file.sync();
    } catch (error) {
      throw fileFailure(error, path);
    }
  }
  await syncFolder(folder);
}

/** Reads the unfinished pack back from disk, marks it done, and gives it its final name. One that fails to verify never gets there. */
export async function publishPack(
  folder: string,
  finalPath: string,
  manifest: Manifest,
  options: Omit<VerifyOptions, 'depth'>,
): Promise<void> {
  const listed = [...listedFiles(manifest).keys()].filter((file) => file !== packFile.done);
  const readBack = verifyPack({ path: folder, manifest, files: listed }, { ...options, depth: 'bytes' });
  // At once: reading back costs processor time, and the disk has time to write meanwhile.
  await Promise.all([syncPackFolder(folder), readBack]);
  let bytes = 0;
  for (const file of listed) bytes += (await lstat(join(folder, file))).size;
  const manifestSha256 = createHash('sha256')
    .update(await readFile(join(folder, packFile.manifest)))
    .digest('hex');
  const done: DoneMark = {
    formatVersion: manifest.formatVersion,
    packId: manifest.packId,
    manifestSha256,
    bytes,
    files: listed.length,
  };
  await writeNew(folder, packFile.done, canonicalJson(done));
  await syncPackFolder(folder);
  // Says in the reader's own words that nothing is missing and nothing is there that does not belong.
  await openPack(folder);
  options.signal.throwIfAborted();
  await giveFinalName(folder, finalPath);
}

/**
 * Gives something that is whole, synced and read back its final name: the only place that does. The rename
 * is atomic and comes last, so what has a final name is never half. FILE_FAILED when the name is taken.
 */
export async function giveFinalName(temporary: string, finalPath: string): Promise<void> {
  await renameFree(temporary, finalPath);
  await syncFolder(dirname(finalPath));
}
