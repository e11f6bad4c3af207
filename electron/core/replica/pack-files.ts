import { createHash } from 'node:crypto';
import { decodeChecksums } from '../archive/checksums.ts';
import { packFile } from '../archive/pack-layout.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { AppError } from '../errors.ts';
import type { ReplicaFile } from './replication-manifest.ts';

/**
 * What every file of a local pack but DONE has to be, as the pack itself says: the manifest first, the others from the
 * largest to the smallest, so that lanes end together. PACK_CORRUPT when its texts do not agree with one another.
 * `sums`: the text of its SHA256SUMS.
 */
export function packFilesOf(
  pack: Pick<CompletePack, 'manifest' | 'manifestSha256' | 'files'>,
  sums: string,
): ReplicaFile[] {
  const { name } = pack.manifest;
  const stated = decodeChecksums(sums, name);
  stated.set(packFile.sums, createHash('sha256').update(sums).digest('hex'));
  const wrong = (part: string, detail: string) => new AppError('PACK_CORRUPT', { pack: name, part, detail });
  if (stated.size !== pack.files.size) throw wrong(packFile.sums, 'it lists files that are not there');
  for (const [path, sha256] of statedByManifest(pack))
    if (stated.get(path) !== sha256) throw wrong(path, 'manifest and checksums state different content');
  return [...pack.files]
    .map(([path, bytes]) => {
      const sha256 = stated.get(path);
      if (sha256 === undefined) throw wrong(path, 'it has no checksum');
      return { path, bytes, sha256 };
    })
    .toSorted((one, other) => rank(one) - rank(other) || other.bytes - one.bytes || (one.path < other.path ? -1 : 1));
}

function rank({ path }: ReplicaFile): number {
  return path === packFile.manifest ? 0 : 1;
}

function statedByManifest({
  manifest,
  manifestSha256,
}: Pick<CompletePack, 'manifest' | 'manifestSha256'>): readonly (readonly [string, string])[] {
  return [
    [packFile.manifest, manifestSha256],
    ...manifest.parts.map((part) => [part.part, part.digest.storedSha256] as const),
    ...manifest.parts.flatMap((part) =>
      'index' in part ? [[part.index.part, part.index.digest.storedSha256] as const] : [],
    ),
    ...manifest.config.map((file) => [file.part, file.sha256] as const),
  ];
}
