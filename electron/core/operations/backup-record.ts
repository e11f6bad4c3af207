import { randomUUID } from 'node:crypto';
import type { Backup, BackupSource } from '../../../shared/model/backup.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import type { Manifest } from '../archive/manifest.ts';
import type { BackupOptions } from './backup-options.ts';

/** The record of a backup that begins now. */
export function newBackup(
  stack: Stack,
  options: BackupOptions,
  jobId: string,
  name: string,
  createdAt: string,
): Backup {
  const { type, appVersion, mode, format, level, trigger, note, policyId } = options;
  return {
    id: randomUUID(),
    stackId: stack.id,
    stack: stack.name,
    name,
    type,
    appVersion,
    status: 'running',
    verified: false,
    verifiedAt: null,
    mode,
    format,
    level,
    trigger,
    note,
    jobId,
    policyId,
    pinned: false,
    packId: randomUUID(),
    createdAt,
    startedAt: createdAt,
    endedAt: null,
    durationMs: null,
    stopWindowMs: null,
    rawBytes: 0,
    storedBytes: 0,
    path: null,
    checksum: null,
    sources: [],
    error: null,
  };
}

/** What a manifest says of each source, as the catalog keeps it. */
export function sourcesOf(manifest: Manifest): BackupSource[] {
  const parts = manifest.parts.flatMap((part): BackupSource[] => {
    if (part.kind === 'roles') return [];
    return [
      {
        id: part.source,
        kind: part.kind,
        name: part.name,
        part: part.part,
        rawBytes: part.digest.rawBytes,
        storedBytes: part.digest.storedBytes,
        entries: 'entries' in part ? part.entries : 1,
        omitted: 'omitted' in part ? part.omitted : [],
      },
    ];
  });
  const config = manifest.config.map(
    (file): BackupSource => ({
      id: file.source,
      kind: 'config',
      name: file.source.slice('config/'.length),
      part: file.part,
      rawBytes: file.bytes,
      storedBytes: file.bytes,
      entries: 1,
      omitted: [],
    }),
  );
  return [...parts, ...config];
}

/** What is known of a pack; `path` is null for one that is only on a target. */
type FoundPack = Pick<CompletePack, 'manifest' | 'manifestSha256'> & { readonly path: string | null };

/** The record of a pack that was found or imported: everything but what only its own job knew. */
export function backupOfPack(pack: FoundPack, stack: Stack, jobId: string): Backup {
  const { manifest } = pack;
  return {
    id: randomUUID(),
    stackId: stack.id,
    stack: stack.name,
    name: manifest.name,
    type: manifest.type,
    appVersion: manifest.appVersion,
    status: 'succeeded',
    verified: false,
    verifiedAt: null,
    mode: manifest.mode,
    format: manifest.format,
    level: manifest.level,
    trigger: manifest.trigger,
    note: manifest.note,
    jobId,
    policyId: null,
    pinned: false,
    packId: manifest.packId,
    createdAt: manifest.createdAt,
    startedAt: manifest.startedAt,
    endedAt: manifest.endedAt,
    durationMs: Date.parse(manifest.endedAt) - Date.parse(manifest.startedAt),
    stopWindowMs: manifest.stopWindowMs,
    rawBytes: manifest.totals.rawBytes,
    storedBytes: manifest.totals.storedBytes,
    path: pack.path,
    checksum: pack.manifestSha256,
    sources: sourcesOf(manifest),
    error: null,
  };
}
