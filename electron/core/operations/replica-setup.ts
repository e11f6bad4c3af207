import { randomUUID } from 'node:crypto';
import type { ReplicaPlace, ReplicaSettings, ReplicaTest } from '../../../shared/model/replica.ts';
import type { Stack } from '../../../shared/model/stack.ts';
import type { StoredReplica } from '../catalog/replicas.ts';
import { isoTime } from '../clock.ts';
import type { EngineContext } from '../engine-context.ts';
import { AppError } from '../errors.ts';
import { setUpReplica } from '../replica/identity.ts';
import { listReplicas } from '../replica/list-replicas.ts';
import { targetAt, wordsOfPlace } from '../replica/open-target.ts';
import type { ReplicaTarget } from '../replica/target.ts';
import { belongsTo } from './pack-listing.ts';
import { findReplica, lookFailure, noteLook, passwordName, targetOf } from './replica-access.ts';
import { type TestedTarget, testTarget } from './replica-test.ts';
import { packsFolder } from './storage.ts';

/** Longest that setting up or testing a target takes; each wait in it has a limit of its own. */
const longestMs = 180_000;

/** Goes through every stage at a place that is not saved. */
export async function tryPlace(
  { clock }: EngineContext,
  stack: Stack,
  place: ReplicaPlace,
  password: string | null,
): Promise<ReplicaTest> {
  const open = async () => Promise.resolve(targetAt(place, { password, storage: packsFolder(stack), clock }));
  return testTarget({ open, targetId: null, ...limits(place) });
}

/** Goes through every stage at a configured target, and notes what it found. */
export async function testReplica(context: EngineContext, reference: string): Promise<ReplicaTest> {
  const replica = findReplica(context, reference);
  const { place, targetId, id } = replica;
  const open = async () => targetOf(context, replica);
  const test = await testTarget({ open, targetId, ...limits(place) });
  const fault = test.stages.find(({ ok }) => !ok)?.error ?? null;
  const free = test.stages.find(({ stage }) => stage === 'share')?.detail;
  noteLook(context, id, fault === null ? { freeBytes: typeof free === 'number' ? free : null } : { fault });
  return test;
}

/**
 * Sets a target up: it has to be there and gets its mark, or keeps the one that it has. REPLICA_EXISTS; REPLICA_USED for
 * the target of another replica; REPLICA_FOREIGN where packs of another stack are; what opening it meets.
 */
export async function addReplica(
  context: EngineContext,
  stack: Stack,
  place: ReplicaPlace,
  password: string | null,
  settings: ReplicaSettings,
): Promise<StoredReplica> {
  const { catalog, clock } = context;
  if (catalog.replicas.list(stack.id).some(({ name }) => name === settings.name))
    throw new AppError('REPLICA_EXISTS', { replica: settings.name });
  const target = targetAt(place, { password, storage: packsFolder(stack), clock });
  const signal = AbortSignal.timeout(longestMs);
  const { targetId, freeBytes } = await markTarget(context, stack, target, signal).catch((error: unknown) => {
    throw lookFailure(error, signal, limits(place));
  });
  const used = catalog.replicas.list().find((other) => other.targetId === targetId);
  if (used !== undefined)
    throw new AppError('REPLICA_USED', {
      place: wordsOfPlace(place),
      replica: used.name,
      stack: catalog.stacks.get(used.stackId)?.name ?? '',
    });
  const replica: StoredReplica = {
    id: randomUUID(),
    stackId: stack.id,
    ...settings,
    place,
    targetId,
    createdAt: isoTime(clock()),
    freeBytes,
    fault: null,
    faultSince: null,
  };
  if (place.kind === 'smb' && password !== null) await keepPassword(context, replica.id, password);
  try {
    catalog.replicas.insert(replica);
  } catch (error) {
    await forgetPassword(context, replica);
    throw error;
  }
  return replica;
}

/** Marks a target that holds no packs of other stacks. */
async function markTarget(
  { clock, tool }: EngineContext,
  stack: Stack,
  target: ReplicaTarget,
  signal: AbortSignal,
): Promise<{ readonly targetId: string; readonly freeBytes: number }> {
  await using connection = await target.open(signal);
  const [other] = (await listReplicas(connection, signal)).flatMap((listed) =>
    listed.kind === 'complete' && !belongsTo(listed.copy, stack) ? listed.copy.manifest.stack.name : [],
  );
  const { place } = connection.identity;
  if (other !== undefined) throw new AppError('REPLICA_FOREIGN', { place, stack: stack.name, other });
  const { targetId } = await setUpReplica(connection, { tool, now: isoTime(clock()) }, signal);
  return { targetId, freeBytes: await connection.freeSpace(signal) };
}

function limits(place: ReplicaPlace): Pick<TestedTarget, 'isNetworked' | 'host' | 'limitMs'> {
  const host = place.kind === 'smb' ? place.host : wordsOfPlace(place);
  return { isNetworked: place.kind === 'smb', host, limitMs: longestMs };
}

/** Keeps another password for a target. REPLICA_NOT_FOUND, SECRETS_UNUSABLE; USAGE_INVALID for a target without one. */
export async function setReplicaPassword(
  context: EngineContext,
  reference: string,
  password: string,
): Promise<StoredReplica> {
  const replica = findReplica(context, reference);
  if (replica.place.kind !== 'smb') throw new AppError('USAGE_INVALID', { detail: `${replica.name}: no password` });
  await keepPassword(context, replica.id, password);
  return replica;
}

/** Forgets a target, its password and what waits for it; what is on it stays. REPLICA_NOT_FOUND. */
export async function removeReplica(context: EngineContext, reference: string): Promise<StoredReplica> {
  const replica = findReplica(context, reference);
  context.catalog.replicas.remove(replica.id);
  await forgetPassword(context, replica);
  return replica;
}

async function keepPassword(context: EngineContext, id: string, password: string): Promise<void> {
  const secrets = await context.secrets();
  await secrets.set(passwordName(id), password);
  if ((await secrets.get(passwordName(id))) !== password)
    throw new AppError('SECRETS_UNUSABLE', { detail: 'it was not kept' });
}

/** Also of targets that go with their stack. SECRETS_UNUSABLE. */
export async function forgetPassword(
  context: EngineContext,
  { id, place }: Pick<StoredReplica, 'id' | 'place'>,
): Promise<void> {
  if (place.kind === 'smb') await (await context.secrets()).remove(passwordName(id));
}
