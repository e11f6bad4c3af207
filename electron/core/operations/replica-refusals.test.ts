import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import { copyAll } from './replicate.ts';
import { verifyCopy } from './replica-verify.ts';
import { findReplica, targetOf } from './replica-access.ts';
import { addReplica } from './replica-setup.ts';
import { addStack } from './stack-registry.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';
import { addFolderReplica } from './testing/replica-fixture.ts';

/** Another stack of the same engine. */
async function another({ context, directory }: EngineFixture) {
  const folders = [join(directory, 'app')];
  return addStack(context, { folders, name: 'forum', storage: join(directory, 'storage') });
}

it('refuses the target of another replica, also of another stack', async () => {
  await using engine = await makeEngine();
  const { folder } = await addFolderReplica(engine);
  const used = { code: 'REPLICA_USED', params: { place: folder, replica: 'disk', stack: 'shop' } };
  const settings = { name: 'again', required: false, limit: null, retention: { days: null, count: null } };
  const place = { kind: 'folder' as const, path: folder, sameDevice: true };
  for (const stack of [engine.stack, await another(engine)])
    await expect(addReplica(engine.context, stack, place, null, settings)).rejects.toMatchObject(used);
  expect(engine.context.catalog.replicas.list()).toHaveLength(1);
});

it('refuses the backup of another stack, to copy and to verify, and notes nothing of it', async () => {
  await using engine = await makeEngine();
  const { context } = engine;
  const backup = await engine.backUp();
  const { replica, folder } = await addFolderReplica({ ...engine, stack: await another(engine) });
  const foreign = { code: 'REPLICA_FOREIGN', params: { place: folder, stack: 'shop', other: 'forum' } };
  const copying = engine.run('replicate', async (job) => copyAll(context, job, replica, [backup.id]));
  await expect(copying).rejects.toMatchObject(foreign);
  const verifying = engine.run('verify', async (job) => verifyCopy(context, job, replica, backup));
  await expect(verifying).rejects.toMatchObject(foreign);
  expect(context.catalog.replicaCopies.ofReplica(replica.id)).toEqual([]);
  expect((await readdir(folder)).filter((name) => name.startsWith('backup_'))).toEqual([]);
});

it('finds a target by its id, its name, or the stack and the name; a name that two have means neither', async () => {
  await using engine = await makeEngine();
  const { context } = engine;
  const { replica } = await addFolderReplica(engine);
  for (const reference of [replica.id, 'disk', 'shop/disk']) expect(findReplica(context, reference)).toEqual(replica);
  expect(() => findReplica(context, 'tape')).toThrowError(expect.objectContaining({ code: 'REPLICA_NOT_FOUND' }));
  const stack = await another(engine);
  context.catalog.replicas.insert({ ...replica, id: 'second', stackId: stack.id });
  expect(() => findReplica(context, 'disk')).toThrowError(expect.objectContaining({ code: 'REPLICA_NOT_FOUND' }));
  expect(findReplica(context, 'forum/disk').id).toBe('second');
});

it('says so when the password of a share is not kept any more', async () => {
  await using engine = await makeEngine();
  const { replica } = await addFolderReplica(engine);
  const where = { host: 'nas', port: 445, share: 'backups', folder: 'shop' };
  const place: ReplicaPlace = { kind: 'smb', ...where, domain: '', user: 'ann', allowOld: false };
  await expect(targetOf(engine.context, { ...replica, place })).rejects.toMatchObject({
    code: 'REPLICA_PASSWORD_MISSING',
    params: { place: String.raw`\\nas\backups\shop` },
  });
});
