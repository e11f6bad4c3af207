import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Source } from '../../../shared/model/stack.ts';
import { readIndex } from '../archive/index-reader.ts';
import type { ManifestPart } from '../archive/manifest.ts';
import { indexPathOf } from '../archive/pack-layout.ts';
import { writeTarPart } from '../archive/part-writer.ts';
import type { Docker } from '../docker/client.ts';
import { saveImages } from '../docker/images.ts';
import { checkSavedImages } from '../docker/saved-images.ts';
import { AppError } from '../errors.ts';
import type { CopyOptions } from './source-copy.ts';

/** Saves all images of a stack as one stream, layers shared, and checks that every layer is in it. IMAGES_INCOMPLETE. */
export async function copyImages(
  sources: readonly Source[],
  docker: Docker,
  options: CopyOptions,
): Promise<ManifestPart> {
  const { job, folder, format, level, throttle } = options;
  const part = `images/images.tar.${format === 'zstd' ? 'zst' : 'gz'}`;
  const indexPart = indexPathOf(part);
  await mkdir(join(folder, 'images'), { recursive: true, mode: 0o700 });
  await mkdir(join(folder, 'index'), { recursive: true, mode: 0o700 });
  const {
    entries,
    captured,
    omitted: _omitted,
    index,
    ...digest
  } = await writeTarPart(
    {
      kind: 'stream',
      stream: saveImages(docker, [...new Set(sources.map((source) => source.name))], job.signal),
      exclude: [],
    },
    {
      file: join(folder, part),
      indexFile: join(folder, indexPart),
      part,
      format,
      level,
      throttle,
      signal: job.signal,
      onBytes: (bytes) => job.progress.add(bytes),
      capture: ['manifest.json'],
    },
  );
  const manifest = captured['manifest.json'];
  if (manifest === undefined) throw new AppError('IMAGES_INCOMPLETE', { detail: 'manifest.json is missing' });
  const members = new Set<string>();
  for await (const entry of readIndex({
    file: join(folder, indexPart),
    part: indexPart,
    expected: index,
    signal: job.signal,
  }))
    members.add(entry.path);
  checkSavedImages(manifest, members);
  return {
    kind: 'image',
    source: 'image/images',
    name: 'images',
    location: '',
    part,
    codec: format,
    level,
    digest,
    entries,
    index: { part: indexPart, digest: index },
    images: sources.map((source) => ({ reference: source.name, id: source.location })),
  };
}
