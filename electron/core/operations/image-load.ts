import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CompletePack } from '../archive/pack-reader.ts';
import { readPart } from '../archive/part-reader.ts';
import type { Docker } from '../docker/client.ts';
import { type ExpectedImage, findImage, loadImages, tagImage } from '../docker/images.ts';
import type { JobControl } from '../jobs/job-control.ts';

/** What the names that a pack's images will take stand for now; names that are free are not among them. */
export async function presentImages(docker: Docker | null, images: readonly ExpectedImage[]): Promise<ExpectedImage[]> {
  const present: ExpectedImage[] = [];
  if (docker === null) return present;
  for (const { reference } of images) {
    const found = await findImage(docker, reference);
    if (found !== null) present.push({ reference, id: found.id });
  }
  return present;
}

/** Loads the images of a pack, held against its manifest while they are read. */
export async function loadSavedImages(
  job: JobControl,
  docker: Docker,
  pack: CompletePack,
  images: readonly ExpectedImage[],
): Promise<void> {
  const part = pack.manifest.parts.find((candidate) => candidate.kind === 'image');
  if (part === undefined) return;
  const file = join(pack.path, part.part);
  const read = readPart({ file, part: part.part, format: part.codec, expected: part.digest, signal: job.signal });
  await job.step('load images', { images: images.map(({ reference }) => reference) }, async () =>
    loadImages(docker, Readable.from(read, { objectMode: false }), images, job.signal),
  );
}

/** Gives names back to the images that had them before a load. One that is gone meanwhile cannot have its name. */
export async function restoreImageNames(docker: Docker | null, images: readonly ExpectedImage[]): Promise<void> {
  if (docker === null) return;
  for (const { reference, id } of images) {
    if ((await findImage(docker, id)) !== null) await tagImage(docker, id, reference);
  }
}
