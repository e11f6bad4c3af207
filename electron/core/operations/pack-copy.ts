import { createReadStream } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { packFile } from '../archive/pack-layout.ts';
import { giveFinalName, syncPackFolder } from '../archive/publish.ts';
import type { VerifyOptions } from '../archive/verify-pack.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { chunksOf } from '../byte-stream.ts';
import { fileFailure } from '../file-failure.ts';
import { readBack } from './read-back.ts';

async function copyFile(from: string, to: string, job: JobControl): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    await using target = await open(to, 'wx', 0o600);
    for await (const bytes of chunksOf(createReadStream(from, { highWaterMark: 1 << 20, signal: job.signal }))) {
      await target.writeFile(bytes);
      job.progress.add(bytes.length);
    }
  } catch (error) {
    if (job.signal.aborted) throw job.signal.reason;
    throw fileFailure(error, to);
  }
}

/** Errors about a folder that is on its way name the pack, and not the folder's passing name. */
export async function namingPack<T>(pack: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError && 'pack' in error.params)
      throw new AppError(error.code, { ...error.params, pack }, { cause: error });
    throw error;
  }
}

/** Reads an unfinished folder back as the pack that it has to be, and gives it its final name. */
export async function finishPack(
  job: JobControl,
  temporary: string,
  finalPath: string,
  depth: VerifyOptions['depth'],
): Promise<CompletePack> {
  const pack = await openPack(temporary);
  await readBack(job, pack, depth);
  job.signal.throwIfAborted();
  await giveFinalName(temporary, finalPath);
  return { ...pack, path: finalPath };
}

/**
 * Copies a pack byte by byte into `temporary`, reads the copy back, and gives it its final name. The
 * source is not touched. Resolves with the copy; PACK_NAME_TAKEN is the caller's to look for before.
 * `depth`: `entries` for a pack that this installation may not have written.
 */
export async function copyPack(
  job: JobControl,
  pack: CompletePack,
  temporary: string,
  finalPath: string,
  depth: VerifyOptions['depth'] = 'bytes',
): Promise<CompletePack> {
  await mkdir(temporary, { recursive: true, mode: 0o700 });
  for (const file of [...pack.files.keys(), packFile.done]) {
    job.progress.item(file);
    await copyFile(join(pack.path, file), join(temporary, file), job);
  }
  await syncPackFolder(temporary);
  return namingPack(pack.manifest.name, finishPack(job, temporary, finalPath, depth));
}
