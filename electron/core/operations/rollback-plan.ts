import { createHash } from 'node:crypto';
import type { RollbackPlan } from '../../../shared/model/rollback.ts';
import type { Stack, StackState } from '../../../shared/model/stack.ts';
import type { Manifest } from '../archive/manifest.ts';
import type { CompletePack } from '../archive/pack-reader.ts';
import { isoTime } from '../clock.ts';
import type { BackupView } from '../../../shared/model/view.ts';
import { databasePlaceOf } from '../databases/database-location.ts';
import { mayLoad } from '../databases/dump-version.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError, rebuildError } from '../errors.ts';
import { folderSources } from '../folders/folder-state.ts';
import { openBackup } from './backup-lookup.ts';
import { copiesOf } from './fetch.ts';
import { majorVersion, planTargets, type TargetRequest, type Targets } from './rollback-targets.ts';
import { type LiveStack, lookAt } from './stack-access.ts';
import { stopsForExchange } from './stops-for.ts';
import { freeBytes, packsFolder } from './storage.ts';

export interface RollbackRequest extends TargetRequest {
  readonly safetyBackup: boolean;
}

/** A plan and everything that it was computed from. */
export interface PlannedRollback {
  readonly plan: RollbackPlan;
  readonly pack: CompletePack;
  readonly live: LiveStack;
}

/** The stack as it is, also when folders of it are gone: those are what a rollback is for. */
export async function lookAtDamaged(context: EngineContext, stack: Stack, signal?: AbortSignal): Promise<LiveStack> {
  const { definition } = stack;
  if (definition.kind === 'compose') return lookAt(context, stack, signal);
  return { stack, docker: null, state: { sources: folderSources(definition), services: [], notes: [] }, databases: [] };
}

/** Everything that must still hold when a plan is applied, as one hash. */
function worldHash(
  pack: CompletePack,
  stack: Stack,
  request: RollbackRequest,
  targets: Targets,
  state: StackState,
): string {
  const services = state.services.map(({ containerId, role, imageId, foreign }) => ({
    containerId,
    role,
    imageId,
    foreign,
  }));
  const { scope, only, exclude, safetyBackup } = request;
  const asked = { scope, only, exclude, safetyBackup };
  const world = {
    manifest: pack.manifestSha256,
    definition: stack.definition,
    storage: stack.storage,
    asked,
    replaces: targets.replaces,
    services,
  };
  return createHash('sha256').update(JSON.stringify(world)).digest('hex');
}

/** Computes what a rollback would do, reading the pack's manifest and the stack, writing nothing. */
export async function planRollback(
  context: EngineContext,
  backup: BackupView,
  request: RollbackRequest,
  signal?: AbortSignal,
): Promise<PlannedRollback> {
  const stack = context.catalog.stacks.get(backup.stackId);
  if (stack === null) throw new AppError('STACK_NOT_FOUND', { stack: backup.stack });
  const [copy] = backup.missing ? copiesOf(context, backup.id) : [];
  if (copy !== undefined) throw new AppError('REPLICA_FETCH_FIRST', { backup: backup.name, replica: copy.name });
  const pack = await openBackup(backup);
  const live = await lookAtDamaged(context, stack, signal);
  const asleep = live.databases.filter(({ running }) => !running);
  const known = live.state.sources.filter(
    ({ id }) => !asleep.some(({ sources }) => sources.some((it) => it.id === id)),
  );
  const targets = unknownAsThere(planTargets(pack.manifest, stack, known, context.hostId, request), asleep);
  if (targets.replaces.length === 0) throw new AppError('STACK_EMPTY', { stack: stack.name });
  const servers = assertLoadable(pack.manifest, targets, live);
  const starts = asleep.map(({ server }) => server).filter((server) => servers.has(server));
  const history = context.catalog.backups.list(stack.id).filter(({ status }) => status === 'succeeded');
  const current = history.find(({ appVersion }) => appVersion !== null)?.appVersion ?? null;
  const target = pack.manifest.appVersion;
  const locations = targets.replaces.map((replacement) => replacement.location);
  const stops = stopsForExchange(live, locations);
  const bytes = targets.replaces.reduce((sum, replacement) => sum + replacement.bytes, 0);
  const plan: RollbackPlan = {
    formatVersion: 1,
    createdAt: isoTime(context.clock()),
    stackId: stack.id,
    stack: stack.name,
    backup: {
      id: backup.id,
      packId: backup.packId,
      name: backup.name,
      type: backup.type,
      appVersion: target,
      createdAt: backup.createdAt,
      verified: backup.verified,
      manifestSha256: pack.manifestSha256,
    },
    scope: request.scope,
    only: [...request.only],
    exclude: [...request.exclude],
    safetyBackup: request.safetyBackup,
    stops: stops.map(({ containerId, service, foreign }) => ({ containerId, service, foreign })),
    starts,
    replaces: targets.replaces,
    keeps: targets.keeps,
    version: {
      current,
      target,
      majorDiffers: current !== null && target !== null && majorVersion(current) !== majorVersion(target),
    },
    neededBytes: bytes,
    freeBytes: await freeBytes(packsFolder(stack)),
    estimatedStopMs:
      stops.length === 0 ? 0 : (history.find(({ stopWindowMs }) => stopWindowMs !== null)?.stopWindowMs ?? null),
    worldHash: worldHash(pack, stack, request, targets, live.state),
  };
  return { plan, pack, live };
}

/** Whether a server that is down has a database can only be asked once it runs; until then nothing says that it has not. */
function unknownAsThere(targets: Targets, asleep: LiveStack['databases']): Targets {
  const isUnknown = (location: string) => asleep.some(({ server }) => server === databasePlaceOf(location)?.server);
  const replaces = targets.replaces.map((one) => (isUnknown(one.location) ? { ...one, creates: false } : one));
  return { ...targets, replaces };
}

/**
 * The servers here that take the dumps; one that is down is asked once it has been started. SOURCE_NOT_FOUND,
 * DATABASE_VERSION_REFUSED, a server's own fault.
 */
function assertLoadable(manifest: Manifest, { replaces }: Targets, { stack, databases }: LiveStack): Set<string> {
  const servers = new Set<string>();
  for (const { part, sourceId } of replaces) {
    const found = manifest.parts.find((candidate) => candidate.part === part);
    if (found?.kind !== 'database') continue;
    const { engine, service, version: from } = found.database;
    const server = databases.find((candidate) => candidate.server === service && candidate.engine === engine);
    if (server === undefined) throw new AppError('SOURCE_NOT_FOUND', { source: sourceId, stack: stack.name });
    servers.add(server.server);
    if (!server.running) continue;
    if (server.fault !== null) throw rebuildError(server.fault);
    const to = server.version ?? '';
    if (!mayLoad(engine, from, to)) throw new AppError('DATABASE_VERSION_REFUSED', { database: sourceId, from, to });
  }
  return servers;
}

/** Computes a plan again and refuses when the world is another one. PLAN_STALE names what changed. */
export async function replan(
  context: EngineContext,
  plan: RollbackPlan,
  backup: BackupView,
  signal: AbortSignal,
): Promise<PlannedRollback> {
  const now = await planRollback(context, backup, plan, signal);
  if (now.plan.worldHash === plan.worldHash) return now;
  const changes = (['backup', 'stops', 'replaces'] as const).filter(
    (key) => JSON.stringify(now.plan[key]) !== JSON.stringify(plan[key]),
  );
  throw new AppError('PLAN_STALE', { changes: changes.length === 0 ? 'services' : changes.join(', ') });
}
