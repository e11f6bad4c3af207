import type { Manifest } from './manifest.ts';

/** Names of the files of a pack that are not parts. Paths are relative to the pack and `/`-separated. */
export const packFile = {
  manifest: 'manifest.json',
  sums: 'checksums/SHA256SUMS',
  restore: 'RESTORE.md',
  settings: 'settings/backup_settings.json',
  version: 'meta/version.txt',
  done: 'DONE',
  /** Only in a replica. */
  replication: 'replication_manifest.json',
} as const;

/** Folders at the top of a pack; every other name at the top is a file of `packFile`. */
export const packFolders: readonly string[] = [
  'checksums',
  'config',
  'db',
  'files',
  'images',
  'index',
  'meta',
  'settings',
  'sqlite',
  'volumes',
];

/** Folder of unfinished work below a stack's folder; invisible to every list. */
export const temporaryFolder = '_tmp';

/** Every file that a pack with this manifest has, with its size where the manifest states it. */
export function listedFiles(manifest: Manifest): Map<string, number | null> {
  const files = new Map<string, number | null>();
  for (const part of manifest.parts) {
    files.set(part.part, part.digest.storedBytes);
    if ('index' in part) files.set(part.index.part, part.index.digest.storedBytes);
  }
  for (const file of manifest.config) files.set(file.part, file.bytes);
  for (const file of [
    packFile.manifest,
    packFile.sums,
    packFile.restore,
    packFile.settings,
    packFile.version,
    packFile.done,
  ])
    files.set(file, null);
  return files;
}

/** Path of the index of a part. */
export function indexPathOf(part: string): string {
  return `index/${part.replaceAll('/', '.')}.ndjson.zst`;
}
