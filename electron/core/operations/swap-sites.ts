import { createReadStream } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import type { PlannedReplacement, RollbackPlan } from '../../../shared/model/rollback.ts';
import type { ServiceState } from '../../../shared/model/stack.ts';
import type { IndexEntry } from '../archive/index-entry.ts';
import { readIndex } from '../archive/index-reader.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { readPart } from '../archive/part-reader.ts';
import type { SwapSiteRef } from '../catalog/kept.ts';
import { databasePlaceAt } from '../databases/database-location.ts';
import type { DatabaseServer, DatabaseSite, TableRows } from '../databases/driver.ts';
import { knownDriver } from '../databases/known-driver.ts';
import { serverName } from '../databases/stack-databases.ts';
import type { Docker } from '../docker/client.ts';
import { createVolumeSwapSite } from '../docker/volume-swap.ts';
import { AppError } from '../errors.ts';
import { createFolderSwapSite } from '../folders/folder-swap.ts';
import { sqliteFamily } from '../folders/sqlite-family.ts';
import type { SwapSite } from '../swap-site.ts';
import type { ExchangeSite } from './exchange.ts';
import { singleFileIndex, singleFileTar } from './single-file-tar.ts';
import type { PlannedRollback } from './rollback-plan.ts';
import { pathGlobs, skippedPaths } from './skipped-paths.ts';
import { isReachable, type LiveStack } from './stack-access.ts';

/** Where the data of a replacement is exchanged. Images have no site: they are loaded. */
export function siteRefOf(
  replacement: PlannedReplacement,
  { plan, pack, live }: Pick<PlannedRollback, 'plan' | 'pack' | 'live'>,
): SwapSiteRef {
  const { sourceId, kind, location, exclude, part, bytes } = replacement;
  if (kind === 'database')
    return {
      sourceId,
      access: 'engine',
      kind,
      root: location,
      names: null,
      exclude: [],
      skip: [],
      part,
      maxBytes: bytes,
    };
  const stated = pack.manifest.parts.find((candidate) => candidate.part === part);
  const single =
    kind === 'config' || kind === 'sqlite' || (stated !== undefined && 'singleFile' in stated && stated.singleFile);
  const source = live.state.sources.find((candidate) => candidate.id === sourceId);
  const local = kind !== 'volume' && (source === undefined ? kind !== 'bind' : isReachable(live.docker, source));
  const family = sourceId.startsWith('sqlite/') ? sqliteFamily(location) : [location];
  const skip = single || kind === 'volume' ? [] : staysIn(location, plan, live);
  return {
    sourceId,
    access: local ? 'local' : 'engine',
    kind: kind === 'volume' ? 'volume' : 'folder',
    root: single ? dirname(location) : location,
    names: single ? family.map((path) => basename(path)) : null,
    // The engine's side knows globs alone.
    exclude: [...exclude, ...(local ? [] : pathGlobs(location, skip))],
    skip: local ? skip : [],
    part,
    maxBytes: bytes,
  };
}

/**
 * What the exchange of a folder leaves where it is: the storage, and every source inside it that is
 * exchanged by itself or, like the compose files and `.env`, not at all.
 */
function staysIn(root: string, plan: RollbackPlan, live: LiveStack): string[] {
  const configuration = live.state.sources
    .filter((source) => source.kind === 'config')
    .map((source) => source.location);
  const others = plan.replaces
    .filter(({ kind }) => kind !== 'volume' && kind !== 'image' && kind !== 'database')
    .map(({ location }) => location);
  return [...new Set([...skippedPaths(live.stack), ...configuration, ...others])].filter((path) => path !== root);
}

/** What is needed to work on the sites of one rollback. */
export interface SiteAccess {
  readonly jobId: string;
  readonly pack: string;
  readonly docker: Docker | null;
  /** Images that helpers may be made of. */
  readonly images: readonly string[];
  /** Where database servers are looked for. */
  readonly services: readonly ServiceState[];
}

/** Opens a site of either kind, also one that an earlier process worked on. */
export function openAnySite(ref: SwapSiteRef, access: SiteAccess): ExchangeSite {
  return ref.kind === 'database' ? openDatabase(ref, access) : openSite(ref, access);
}

/** Opens the site of a database. SOURCE_NOT_FOUND when its server has no container any more. */
export function openDatabase(ref: SwapSiteRef, access: SiteAccess): DatabaseSite {
  const { database } = databasePlaceAt(ref.root);
  return knownDriver(databasePlaceAt(ref.root).engine).site(databaseServerOf(ref, access), database, access.jobId);
}

/** The server of a database's site. SOURCE_NOT_FOUND. */
export function databaseServerOf(ref: SwapSiteRef, { docker, services }: SiteAccess): DatabaseServer {
  const { engine, server } = databasePlaceAt(ref.root);
  const found = services.find((service) => !service.foreign && serverName(service) === server);
  if (docker === null || found === undefined)
    throw new AppError('SOURCE_NOT_FOUND', { source: ref.sourceId, stack: found?.project ?? '–' });
  return { docker, engine, service: server, containerId: found.containerId };
}

/** Opens the site of files. */
export function openSite(ref: SwapSiteRef, access: SiteAccess): SwapSite {
  const { root, names, exclude, skip, part, maxBytes } = ref;
  const { jobId, pack, docker, images } = access;
  if (ref.access === 'local') return createFolderSwapSite({ root, names, exclude, skip, jobId, maxBytes, pack, part });
  if (docker === null) throw new AppError('INTERNAL', { detail: `${ref.sourceId} needs an engine` });
  return createVolumeSwapSite({
    docker,
    mount: { type: ref.kind === 'volume' ? 'volume' : 'bind', source: root },
    jobId,
    images,
    exclude,
    names,
    pack,
    part,
  });
}

/** Images of a stack's own services, for helpers. */
export function imagesOf(live: LiveStack): string[] {
  return live.state.services.filter((service) => !service.foreign).map((service) => service.imageId);
}

/** A part as the plain tar and the index that a site takes; both are held against the manifest while they are read. */
export function stagedContent(
  pack: CompletePack,
  { part, location }: Pick<PlannedReplacement, 'part' | 'location'>,
  signal: AbortSignal,
): { tar: Readable; index: () => AsyncIterable<IndexEntry> } {
  const found = pack.manifest.parts.find((candidate) => candidate.part === part);
  if (found === undefined) return configContent(pack, part, location, signal);
  const bytes = readPart({ file: join(pack.path, part), part, format: found.codec, expected: found.digest, signal });
  if (found.kind === 'sqlite') {
    const file = {
      name: basename(location),
      bytes: found.digest.rawBytes,
      sha256: found.digest.rawSha256,
      file: found.file,
    };
    return { tar: singleFileTar(file, bytes), index: () => singleFileIndex(file) };
  }
  if (!('index' in found)) throw new AppError('INTERNAL', { detail: `${part} holds no files` });
  const { part: indexPart, digest: expected } = found.index;
  return {
    tar: Readable.from(bytes, { objectMode: false }),
    index: () => readIndex({ file: join(pack.path, indexPart), part: indexPart, expected, signal }),
  };
}

/** A dump as its site takes it, held against the manifest while it is read, and the rows that it has to give. */
export function dumpContent(
  pack: CompletePack,
  part: string,
  signal: AbortSignal,
): { dump: Readable; rows: readonly TableRows[] } {
  const found = pack.manifest.parts.find((candidate) => candidate.part === part);
  if (found?.kind !== 'database') throw new AppError('INTERNAL', { detail: `${part} is no dump` });
  const bytes = readPart({ file: join(pack.path, part), part, format: found.codec, expected: found.digest, signal });
  return { dump: Readable.from(bytes, { objectMode: false }), rows: found.database.rows };
}

/** The roles of the server that a dump comes from; null when the pack has none. */
export function rolesContent(pack: CompletePack, dump: string, signal: AbortSignal): Readable | null {
  const { parts } = pack.manifest;
  const database = parts.find((candidate) => candidate.part === dump);
  const roles = parts.find(
    (part) => part.kind === 'roles' && database?.kind === 'database' && part.service === database.database.service,
  );
  if (roles === undefined) return null;
  const { part, codec, digest } = roles;
  const bytes = readPart({ file: join(pack.path, part), part, format: codec, expected: digest, signal });
  return Readable.from(bytes, { objectMode: false });
}

function configContent(
  pack: CompletePack,
  part: string,
  location: string,
  signal: AbortSignal,
): ReturnType<typeof stagedContent> {
  const found = pack.manifest.config.find((candidate) => candidate.part === part);
  if (found === undefined) throw new AppError('INTERNAL', { detail: `${part} is not in the manifest` });
  const file = { name: basename(location), bytes: found.bytes, sha256: found.sha256, file: found.file };
  return {
    tar: singleFileTar(file, createReadStream(join(pack.path, part), { signal })),
    index: () => singleFileIndex(file),
  };
}
