import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { isAppError } from '../../../electron/core/errors.ts';
import { filesWith } from '../../support/canary.ts';
import { sambaUser } from '../../support/samba.ts';
import { openWrongGround, type WrongGround } from './wrong-ground.ts';
import { type WrongTarget, wrongTargets } from './wrong-target-list.ts';

/**
 * Backs a running Compose stack up to every wrong target, each of them required. Rejects, naming the target, unless
 * each is refused with its own code while no service was stopped, nothing was made there, and the right target still
 * takes the backup afterwards. Resolves with how many there were. `host`: the Docker engine.
 */
export async function refuseWrongTargets(host: string, image: string): Promise<number> {
  await using ground = await openWrongGround(host, image);
  const before = await ground.startedAt();
  for (const target of wrongTargets(ground)) {
    const code = await refusalOf(ground, target);
    const told = `${target.what} was answered with ${code ?? 'a backup'} instead of ${target.code}`;
    if (code !== target.code) throw new Error(told);
    if ((await ground.startedAt()) !== before) throw new Error(`${target.what}: a service was stopped`);
  }
  for (const place of ground.reachable) {
    const made = (await readdir(place, { recursive: true })).filter((path) => /(?:backup|job)_/u.test(path));
    if (made.length > 0) throw new Error(`made all the same: ${made.join(', ')}`);
  }
  // Without this, an engine that refuses everything would pass, and so would a look that sees no stop.
  const right = { what: 'the right target', place: ground.smb({ folder: 'right' }), targetId: ground.rightId };
  const refused = await refusalOf(ground, right);
  if (refused !== null) throw new Error(`the right target was refused: ${refused}`);
  if ((await ground.startedAt()) === before) throw new Error('no service was stopped by a backup that was not refused');
  const found = await filesWith(sambaUser.password, ground.home.path, ['secrets.json']);
  if (found.length > 0) throw new Error(`the password stands in ${found.join(', ')}`);
  return wrongTargets(ground).length;
}

/** The code that a backup is refused with; null when it was made. */
async function refusalOf(
  { context, engine, stackId }: WrongGround,
  { what, place, targetId, password = sambaUser.password }: Omit<WrongTarget, 'code'>,
): Promise<string | null> {
  const id = randomUUID();
  if (place.kind === 'smb') await (await context.secrets()).set(`replica/${id}`, password);
  const unlimited = { limit: null, retention: { days: null, count: null } };
  const unseen = { createdAt: '2026-11-20T04:00:00.000Z', freeBytes: null, fault: null, faultSince: null };
  const settings = { name: what, required: true, ...unlimited };
  context.catalog.replicas.insert({ id, stackId, place, targetId, ...settings, ...unseen });
  try {
    await engine.backup({ stack: stackId }).result;
    return null;
  } catch (error) {
    if (isAppError(error)) return error.code;
    throw error;
  } finally {
    context.catalog.replicas.remove(id);
  }
}
