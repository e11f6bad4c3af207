import type { BackupMode } from '../../../shared/model/backup.ts';
import type { PlannedReplacement, RollbackPlan, RollbackScope } from '../../../shared/model/rollback.ts';
import type { Source, Stack } from '../../../shared/model/stack.ts';
import type { Manifest, ManifestPart } from '../archive/manifest.ts';
import { AppError } from '../errors.ts';

/** What a rollback is asked to touch. */
export interface TargetRequest {
  readonly scope: RollbackScope;
  /** Source ids; everything of the scope when empty. */
  readonly only: readonly string[];
  /** Globs added to each source's own. */
  readonly exclude: readonly string[];
}

export interface Targets {
  readonly replaces: readonly PlannedReplacement[];
  readonly keeps: RollbackPlan['keeps'];
}

/** Where the data of a part goes on this machine: where the source is now, else where it was. */
function locationOf(part: ManifestPart, live: Source | undefined, stack: Stack, sameHost: boolean): string {
  if (live !== undefined) return live.location;
  if (part.kind === 'volume') {
    // The project's own volume, under the project's present name.
    return stack.definition.kind === 'compose' && !sameHost
      ? `${stack.definition.project}_${part.name}`
      : part.location;
  }
  // A database's place is its service and its name, on every machine.
  if (part.kind === 'image' || part.kind === 'database' || sameHost) return part.location;
  throw new AppError('SOURCE_NOT_FOUND', { source: part.source, stack: stack.name });
}

/**
 * Decides what a rollback to this pack replaces and what it keeps, from the pack and the stack's present
 * sources alone. SOURCE_NOT_FOUND for a source that is asked for and is not in the pack, or that has no
 * place here.
 */
export function planTargets(
  manifest: Manifest,
  stack: Stack,
  sources: readonly Source[],
  hostId: string,
  request: TargetRequest,
): Targets {
  const sameHost = manifest.hostId === hostId;
  const inPack = new Set([...manifest.parts.map((part) => part.source), ...manifest.config.map((file) => file.source)]);
  for (const id of request.only)
    if (!inPack.has(id)) throw new AppError('SOURCE_NOT_FOUND', { source: id, stack: stack.name });
  const wanted = (id: string, inScope: boolean) => (request.only.length > 0 ? request.only.includes(id) : inScope);
  assertOnce(manifest, request.only);
  const live = (id: string) => sources.find((source) => source.id === id);
  const dumped = new Set(manifest.parts.flatMap((part) => (part.kind === 'database' ? part.database.holds : [])));
  const replaces: PlannedReplacement[] = [];
  const keeps: { what: string; reason: RollbackPlan['keeps'][number]['reason'] }[] = [];

  for (const part of manifest.parts) {
    if (part.kind === 'roles') continue;
    if (request.only.length === 0 && comesWithFiles(part, manifest.mode, inPack)) {
      keeps.push({ what: part.source, reason: 'in-volume' });
      continue;
    }
    if (request.only.length === 0 && manifest.mode === 'hot' && dumped.has(part.source)) {
      keeps.push({ what: part.source, reason: 'in-dump' });
      continue;
    }
    if (!wanted(part.source, part.kind !== 'image' || request.scope === 'full')) {
      keeps.push({ what: part.source, reason: 'not-selected' });
      continue;
    }
    const source = live(part.source);
    const excludes = part.kind === 'volume' || part.kind === 'bind' || part.kind === 'folder';
    replaces.push({
      sourceId: part.source,
      kind: part.kind,
      location: locationOf(part, source, stack, sameHost),
      part: part.part,
      bytes: part.digest.rawBytes,
      entries: 'entries' in part ? part.entries : 1,
      exclude: excludes ? [...new Set([...part.exclude, ...(source?.exclude ?? []), ...request.exclude])] : [],
      creates: source === undefined,
      omitted: 'omitted' in part ? part.omitted.length : 0,
    });
  }
  for (const file of manifest.config) {
    // The compose files and `.env` say how the application runs now; a rollback of its data leaves them alone.
    const source = live(file.source);
    if (file.topLevel || !wanted(file.source, request.scope === 'full') || (source === undefined && !sameHost)) {
      keeps.push({ what: file.source, reason: file.topLevel ? 'configuration' : 'not-selected' });
      continue;
    }
    const location = source?.location ?? file.location;
    replaces.push({
      sourceId: file.source,
      kind: 'config',
      location,
      part: file.part,
      bytes: file.bytes,
      entries: 1,
      exclude: [],
      creates: source === undefined,
      omitted: 0,
    });
  }
  for (const source of sources) {
    if (source.kind !== 'image' && source.kind !== 'config' && !inPack.has(source.id))
      keeps.push({ what: source.id, reason: dumped.has(source.id) ? 'in-dump' : 'not-in-backup' });
  }
  for (const glob of new Set(replaces.flatMap((replacement) => replacement.exclude)))
    keeps.push({ what: glob, reason: 'excluded' });
  return { replaces, keeps };
}

/**
 * Whether the pack holds the files of a dumped database too: those are of the same moment as everything else, but for
 * files that were copied under a running server, which may not be usable.
 */
function comesWithFiles(part: ManifestPart, mode: BackupMode, inPack: ReadonlySet<string>): boolean {
  return (
    mode !== 'hot' &&
    part.kind === 'database' &&
    part.database.holds.length > 0 &&
    part.database.holds.every((id) => inPack.has(id))
  );
}

/** A server cannot load a dump while its files are exchanged. DATABASE_TWICE. */
function assertOnce({ parts }: Manifest, only: readonly string[]): void {
  for (const part of parts) {
    if (part.kind !== 'database' || !only.includes(part.source)) continue;
    const source = part.database.holds.find((id) => only.includes(id));
    if (source !== undefined) throw new AppError('DATABASE_TWICE', { database: part.source, source });
  }
}

/** The first number of a version, e.g. 2 of `v2.3.1`; null when it has none. */
export function majorVersion(version: string | null): string | null {
  return /^v?(\d+)/u.exec(version ?? '')?.[1] ?? null;
}
