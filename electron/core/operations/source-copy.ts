import { mkdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { BackupMode, PackFormat } from '../../../shared/model/backup.ts';
import type { Source } from '../../../shared/model/stack.ts';
import type { ManifestPart } from '../archive/manifest.ts';
import { indexPathOf } from '../archive/pack-layout.ts';
import { partPath } from '../archive/pack-name.ts';
import { type PartOptions, type TarSource, writeFilePart, writeTarPart } from '../archive/part-writer.ts';
import type { Throttle } from '../archive/throttle.ts';
import type { Docker } from '../docker/client.ts';
import { readTree } from '../docker/volumes.ts';
import { AppError, hasCode } from '../errors.ts';
import { backupSqlite } from '../folders/sqlite-backup.ts';
import { existingFamily } from '../folders/sqlite-family.ts';
import type { JobControl } from '../jobs/job-control.ts';
import { pathGlobs } from './skipped-paths.ts';
import { isReachable } from './stack-access.ts';

/** What the copies of one backup have in common. */
export interface CopyOptions {
  readonly job: JobControl;
  /** The unfinished pack. */
  readonly folder: string;
  readonly format: PackFormat;
  readonly level: number;
  readonly mode: BackupMode;
  readonly throttle: Throttle | null;
  readonly docker: Docker | null;
  /** Any image that is there, for helpers that are never started; null without an engine. */
  readonly imageId: string | null;
  /** Absolute paths that no folder's copy holds: the storage, live SQLite files. */
  readonly skip: readonly string[];
  /** Where volumes lie that this process can read itself, by source id. */
  readonly localVolumes: ReadonlyMap<string, string>;
  /** Paths of parts that are given already. */
  readonly taken: Set<string>;
  /** Keep a database that SQLite cannot read as the files that it is: a safety backup before a rollback saves what there is. */
  readonly keepBroken: boolean;
}

/** Copies one data source into the pack. */
export async function copySource(source: Source, options: CopyOptions): Promise<ManifestPart> {
  options.job.progress.item(source.id);
  if (source.kind === 'sqlite') return copySqlite(source, options);
  return copyTar(source, tarSourceOf(source, options), options);
}

function tarSourceOf(source: Source, options: CopyOptions): TarSource {
  const volume = options.localVolumes.get(source.id);
  if (volume !== undefined || isReachable(options.docker, source)) {
    return {
      kind: 'folder',
      root: volume ?? (source.singleFile ? dirname(source.location) : source.location),
      names: source.singleFile ? [basename(source.location)] : null,
      exclude: source.exclude,
      skip: options.skip,
      tolerant: options.mode === 'hot',
    };
  }
  const { docker, imageId, job } = options;
  if (docker === null || imageId === null)
    throw new AppError('INTERNAL', { detail: `${source.id} has no engine to be read by` });
  // A file cannot be a mount of its own here: its folder is mounted, and the engine sends this entry alone.
  const mount = source.singleFile
    ? { type: 'bind' as const, source: dirname(source.location) }
    : { type: source.kind === 'volume' ? ('volume' as const) : ('bind' as const), source: source.location };
  const entry = source.singleFile ? { entry: basename(source.location) } : {};
  const stream = readTree(docker, { mount, ...entry, imageId, jobId: job.id, signal: job.signal });
  // Its helper is removed when it closes, which a cancelled job's end has to wait for.
  job.resources.defer(async () => untilClosed(stream));
  return { kind: 'stream', stream, exclude: [...source.exclude, ...pathGlobs(source.location, options.skip)] };
}

/** Ends a stream and waits until whatever it holds is let go. */
export async function untilClosed(stream: Readable): Promise<void> {
  stream.destroy();
  if (stream.closed) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  stream.once('close', resolve);
  await promise;
}

/** A new part's path in the pack, in a folder that is there, and how it is written. */
export async function newPart(
  folder: 'volumes' | 'files' | 'sqlite' | 'db',
  sourceName: string,
  kind: string,
  options: CopyOptions,
): Promise<{ readonly part: string; readonly settings: PartOptions }> {
  // `guestbook.db` is stored as `guestbook.db.zst`, not as `guestbook.db.db.zst`.
  const name = sourceName.endsWith(kind) ? sourceName.slice(0, -kind.length) : sourceName;
  const part = partPath(folder, name, `${kind}.${options.format === 'zstd' ? 'zst' : 'gz'}`, options.taken);
  const file = join(options.folder, part);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const { format, level, throttle, job } = options;
  const onBytes = (bytes: number): void => job.progress.add(bytes);
  return { part, settings: { file, part, format, level, throttle, signal: job.signal, onBytes } };
}

/** Writes one part from a tar. */
export async function copyTar(source: Source, tar: TarSource, options: CopyOptions): Promise<ManifestPart> {
  const { part, settings } = await newPart(
    source.kind === 'volume' ? 'volumes' : 'files',
    source.name,
    '.tar',
    options,
  );
  const indexPart = indexPathOf(part);
  await mkdir(join(options.folder, 'index'), { recursive: true, mode: 0o700 });
  const {
    entries,
    omitted,
    captured: _captured,
    index,
    ...digest
  } = await writeTarPart(tar, {
    ...settings,
    indexFile: join(options.folder, indexPart),
    capture: [],
  });
  return {
    kind: source.kind === 'volume' || source.kind === 'bind' ? source.kind : 'folder',
    source: source.id,
    name: source.name,
    location: source.location,
    part,
    codec: options.format,
    level: options.level,
    digest,
    entries,
    omitted: [...omitted],
    exclude: [...source.exclude],
    singleFile: source.singleFile,
    index: { part: indexPart, digest: index },
    volume:
      source.volume === undefined
        ? null
        : { driver: source.volume.driver, options: { ...source.volume.options }, labels: { ...source.volume.labels } },
  };
}

async function copySqlite(source: Source, options: CopyOptions): Promise<ManifestPart> {
  const { job } = options;
  const { part, settings } = await newPart('sqlite', source.name, '.db', options);
  const copy = `${settings.file}.copy`;
  try {
    const { mode, uid, gid, mtimeNs } = await backupSqlite(source.location, copy, job.signal, () => undefined);
    const digest = await writeFilePart(copy, settings);
    await rm(copy);
    const { id, name, location } = source;
    const file = { mode, uid, gid, mtime: mtimeNs.toString() };
    return {
      kind: 'sqlite',
      source: id,
      name,
      location,
      part,
      codec: options.format,
      level: options.level,
      digest,
      file,
    };
  } catch (error) {
    if (!options.keepBroken || !hasCode(error, 'SQLITE_UNREADABLE')) throw error;
    job.log.warn({ source: source.id, error }, 'the database cannot be read; its files are kept as they are');
    return copyBrokenDatabase(source, options);
  }
}

async function copyBrokenDatabase(source: Source, options: CopyOptions): Promise<ManifestPart> {
  const names = existingFamily(source.location).map((path) => basename(path));
  const tar: TarSource = {
    kind: 'folder',
    root: dirname(source.location),
    names,
    exclude: [],
    skip: [],
    tolerant: true,
  };
  return copyTar({ ...source, singleFile: true }, tar, options);
}
