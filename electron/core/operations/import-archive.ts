import { mkdir } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { Readable } from 'node:stream';
import { formatLevels } from '../../../shared/model/backup.ts';
import type { Source, Stack } from '../../../shared/model/stack.ts';
import { readIndex } from '../archive/index-reader.ts';
import type { ManifestPart } from '../archive/manifest.ts';
import { type CompletePack, openPack } from '../archive/pack-reader.ts';
import { type PlainArchive, readArchive } from '../archive/plain-archive.ts';
import { publishPack, writePackFiles } from '../archive/publish.ts';
import type { TarEntry } from '../archive/tar-scanner.ts';
import { unwrapTar } from '../archive/tar-unwrap.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { archiveFacts } from './archive-facts.ts';
import { freeName } from './backup.ts';
import type { BackupOptions } from './backup-options.ts';
import { newBackup } from './backup-record.ts';
import { composeManifest, packTexts } from './manifest-of-backup.ts';
import { namingPack } from './pack-copy.ts';
import { lookAtDamaged } from './rollback-plan.ts';
import { copyTar } from './source-copy.ts';
import type { LiveStack } from './stack-access.ts';
import { packsFolder } from './storage.ts';
import { progressOf } from './read-back.ts';

/** One import's surroundings. */
export interface Arrival {
  readonly context: EngineContext;
  readonly job: JobControl;
  readonly stack: Stack;
  /** Where the unfinished pack is made; removed with the job. */
  readonly work: string;
}

/** The one folder that the tree in an archive can be. ARCHIVE_UNRECOGNISED with the reason. */
function onlyFolder({ state, stack }: LiveStack, path: string): Source {
  const folders = state.sources.filter(({ kind, singleFile }) => (kind === 'folder' || kind === 'bind') && !singleFile);
  const [only] = folders;
  if (only !== undefined && folders.length === 1) return only;
  const detail =
    only === undefined
      ? `${stack.name} has no folder that it could be`
      : `${stack.name} has several folders that it could be: ${folders.map(({ id }) => id).join(', ')}`;
  throw new AppError('ARCHIVE_UNRECOGNISED', { path, detail });
}

function optionsFor({ path }: PlainArchive): BackupOptions {
  const name = basename(path);
  return {
    type: 'manual',
    appVersion: archiveFacts(name).appVersion,
    // Nobody knows whether the application stood still; so no more is claimed than a copy while it ran.
    mode: 'hot',
    images: false,
    format: 'zstd',
    level: formatLevels.zstd.standard,
    only: [],
    leftOut: [],
    limit: null,
    policyId: null,
    trigger: `imported from ${name}`,
    note: null,
    replicate: false,
  };
}

/** Writes the tree as the part that a backup of this folder would have. A folder of the source's name around everything is taken off. */
async function writeTree(
  { job, work }: Arrival,
  archive: PlainArchive,
  first: TarEntry,
  source: Source,
  options: BackupOptions,
): Promise<ManifestPart> {
  const plain = readArchive(archive, job.signal);
  const around = basename(source.location);
  const wrapped = first.type === 'directory' && first.path.equals(Buffer.from(around));
  const stream = Readable.from(wrapped ? unwrapTar(plain, around, basename(archive.path)) : plain, {
    objectMode: false,
  });
  const { format, level, mode } = options;
  const copies = {
    job,
    folder: work,
    format,
    level,
    mode,
    throttle: null,
    docker: null,
    imageId: null,
    localVolumes: new Map(),
    skip: [],
    taken: new Set<string>(),
    keepBroken: false,
  };
  return namingPack(
    basename(archive.path),
    copyTar(source, { kind: 'stream', stream, exclude: source.exclude }, copies),
  );
}

/**
 * Refuses an archive with a database that is a source of its own: a rollback of the folder keeps the live
 * one, and old files beside new rows are a mixture that never was. ARCHIVE_UNRECOGNISED.
 */
async function refuseDatabases(
  { job, work }: Arrival,
  live: LiveStack,
  source: Source,
  part: ManifestPart,
): Promise<void> {
  const databases = new Map(
    live.state.sources
      .filter(({ kind }) => kind === 'sqlite')
      .map(({ id, location }) => [relative(source.location, location).replaceAll('\\', '/'), id]),
  );
  if (databases.size === 0 || !('index' in part)) return;
  const { part: index, digest: expected } = part.index;
  for await (const { path } of readIndex({ file: join(work, index), part: index, expected, signal: job.signal })) {
    const id = databases.get(path);
    if (id === undefined) continue;
    throw new AppError('ARCHIVE_UNRECOGNISED', {
      path,
      detail: `the archive holds a database that is a source of its own here, ${id}; add a stack without it, or take the database out`,
    });
  }
}

/** Makes a pack of this stack out of a plain archive of its one folder. PACK_HOSTILE for an archive that leads out of it. */
export async function adoptArchive(arrival: Arrival, archive: PlainArchive, first: TarEntry): Promise<CompletePack> {
  const { context, job, stack, work } = arrival;
  const live = await lookAtDamaged(context, stack, job.signal);
  const source = onlyFolder(live, archive.path);
  const options = optionsFor(archive);
  const createdAt = archiveFacts(basename(archive.path)).createdAt ?? isoTime(Math.round(archive.mtimeMs));
  const record = newBackup(stack, options, job.id, freeName(context, stack, options, createdAt), createdAt);
  await mkdir(work, { recursive: true, mode: 0o700 });
  job.progress.phase('importing');
  const part = await job.step('import archive', { from: archive.path, source: source.id }, async () =>
    writeTree(arrival, archive, first, source, options),
  );
  await refuseDatabases(arrival, live, source, part);
  const copied = { parts: [part], config: [], stopWindowMs: null, healthy: Promise.resolve() };
  // When the archive was finished is not known; a duration of years would be said otherwise.
  const manifest = composeManifest({ context, stack, options, record, live, copied, endedAt: createdAt });
  job.progress.phase('writing-pack');
  await job.step('write pack files', {}, async () =>
    writePackFiles(work, manifest, packTexts(context, stack, options, manifest)),
  );
  const path = join(packsFolder(stack), record.name);
  job.progress.phase('verifying', manifest.totals.rawBytes);
  await job.step('publish', { path }, async () => publishPack(work, path, manifest, progressOf(job)));
  return openPack(path);
}
