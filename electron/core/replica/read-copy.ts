import { createHash } from 'node:crypto';
import { canonicalJson } from '../archive/canonical-json.ts';
import { DoneMark, Manifest, packFormatVersion } from '../archive/manifest.ts';
import { listedFiles, packFile } from '../archive/pack-layout.ts';
import { AppError } from '../errors.ts';
import { compareSizes } from './copy-check.ts';
import { decodeReplication, type ReplicationManifest } from './replication-manifest.ts';
import type { TargetConnection } from './target.ts';
import { readText } from './target-text.ts';

/** A copy at a target whose files are all there; what they hold has not been read now. */
export interface CompleteCopy {
  readonly name: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  readonly replication: ReplicationManifest;
  readonly done: DoneMark;
  /** The text of DONE, byte for byte. */
  readonly doneText: string;
}

/**
 * Opens a copy: DONE, manifest and the manifest of the copy name one another, every file is there with its size, and
 * nothing else is. REPLICA_COPY_NOT_FOUND, REPLICA_COPY_INCOMPLETE, PACK_FUTURE_VERSION.
 */
export async function openCopy(connection: TargetConnection, name: string, signal: AbortSignal): Promise<CompleteCopy> {
  const { place } = connection.identity;
  const incomplete = (detail: string) => new AppError('REPLICA_COPY_INCOMPLETE', { pack: name, place, detail });
  if ((await connection.stat(name, signal))?.kind !== 'folder')
    throw new AppError('REPLICA_COPY_NOT_FOUND', { pack: name, place });
  const text = async (file: string): Promise<string> => {
    const found = await readText(connection, `${name}/${file}`, signal);
    if (found === null) throw incomplete(`${file} is missing`);
    return found;
  };
  const doneText = await text(packFile.done);
  const manifestText = await text(packFile.manifest);
  const replication = decodeReplication(await text(packFile.replication));
  if (typeof replication === 'string') throw incomplete(replication);
  const manifestSha256 = createHash('sha256').update(manifestText).digest('hex');
  const done = read(DoneMark, doneText, name);
  if (done === null) throw incomplete(`${packFile.done} has an unknown form`);
  if (done.manifestSha256 !== manifestSha256) throw incomplete('DONE belongs to another manifest');
  const manifest = read(Manifest, manifestText, name);
  if (manifest === null) throw incomplete(`${packFile.manifest} has an unknown form`);
  if (
    replication.manifestSha256 !== manifestSha256 ||
    replication.packId !== manifest.packId ||
    replication.name !== name
  )
    throw incomplete('its replication_manifest.json belongs to another pack');
  const copy = { name, manifest, manifestSha256, replication, done, doneText };
  const fault = disagreement(copy);
  if (fault !== null) throw incomplete(fault);
  const { files } = replication;
  const beside = [packFile.replication, packFile.done];
  const missing = await compareSizes({ connection, path: name, files, beside, proven: new Set() }, signal);
  if (missing !== null) throw incomplete(missing.detail);
  return copy;
}

/** What of a copy's own texts does not agree; null when all does. */
function disagreement({ manifest, manifestSha256, replication, done }: CompleteCopy): string | null {
  const stated = new Map(replication.files.map((file) => [file.path, file]));
  const listed = listedFiles(manifest);
  listed.delete(packFile.done);
  const bytes = replication.files.reduce((sum, file) => sum + file.bytes, 0);
  if (stated.size !== listed.size || [...listed.keys()].some((path) => !stated.has(path)))
    return 'its replication_manifest.json lists other files than its manifest';
  if (bytes !== done.bytes || stated.size !== done.files) return 'its files are not those that DONE counts';
  const sums: (readonly [string, string])[] = [
    [packFile.manifest, manifestSha256],
    ...manifest.config.map((file) => [file.part, file.sha256] as const),
  ];
  for (const part of manifest.parts) {
    sums.push([part.part, part.digest.storedSha256]);
    if ('index' in part) sums.push([part.index.part, part.index.digest.storedSha256]);
  }
  const other = sums.find(([path, sha256]) => stated.get(path)?.sha256 !== sha256);
  return other === undefined ? null : `${other[0]}: the manifests state different content`;
}

/** Null when the text is not exactly what this schema would be written as. PACK_FUTURE_VERSION. */
function read<T>(
  schema: { readonly safeParse: (value: unknown) => { readonly success: boolean; readonly data?: T } },
  text: string,
  pack: string,
): T | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const version = typeof value === 'object' && value !== null && 'formatVersion' in value ? value.formatVersion : null;
  if (typeof version === 'number' && version > packFormatVersion)
    throw new AppError('PACK_FUTURE_VERSION', { pack, version });
  // Its form first: a text of any depth must not be written again.
  const { success, data } = schema.safeParse(value);
  return success && data !== undefined && canonicalJson(value) === text ? data : null;
}
