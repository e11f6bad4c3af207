import { mkdir, readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../shared/errors.ts';
import type { ReplicaPlace } from '../../../shared/model/replica.ts';
import { engineOf } from '../engine-calls.ts';
import { rebuildError } from '../errors.ts';
import type { TargetConnection } from '../replica/target.ts';
import { passwordName } from './replica-access.ts';
import { addReplica, removeReplica, setReplicaPassword, testReplica, tryPlace } from './replica-setup.ts';
import { testTarget } from './replica-test.ts';
import { addStack } from './stack-registry.ts';
import { type EngineFixture, makeEngine } from './testing/engine-fixture.ts';
import { addFolderReplica } from './testing/replica-fixture.ts';

let engine: EngineFixture;

beforeEach(async () => {
  engine = await makeEngine();
});
afterEach(async () => {
  await engine[Symbol.asyncDispose]();
});

const settings = { name: 'other', required: false, limit: null, retention: { days: null, count: null } };
const folderAt = (path: string, sameDevice = true): ReplicaPlace => ({ kind: 'folder', path, sameDevice });

describe('setting a target up', () => {
  it('leaves its mark there, and knows it again under another name', async () => {
    const { replica, folder } = await addFolderReplica(engine);
    expect(await readdir(folder)).toContain('.lifeboat-replica.json');
    await removeReplica(engine.context, replica.id);
    const again = await addReplica(engine.context, engine.stack, folderAt(folder), null, settings);
    expect(again.targetId).toBe(replica.targetId);
  });

  it('refuses a name that the stack has, a target that is one already, and one on the disk of the storage', async () => {
    const { context, stack, directory } = engine;
    const { folder } = await addFolderReplica(engine);
    const add = async (path: string, name: string, sameDevice = true) =>
      addReplica(context, stack, folderAt(path, sameDevice), null, { ...settings, name });
    await expect(add(folder, 'disk')).rejects.toMatchObject({ code: 'REPLICA_EXISTS' });
    await expect(add(folder, 'other')).rejects.toMatchObject({
      code: 'REPLICA_USED',
      params: { place: folder, replica: 'disk', stack: 'shop' },
    });
    await mkdir(join(directory, 'same'));
    await expect(add(join(directory, 'same'), 'same', false)).rejects.toMatchObject({ code: 'REPLICA_SAME_DISK' });
    await expect(add(join(directory, 'nothing'), 'gone')).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
    expect(context.catalog.replicas.list()).toHaveLength(1);
  });

  it('refuses one that holds packs of another stack, and writes nothing there', async () => {
    const { context, directory } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    await engine.backUp();
    await removeReplica(context, replica.id);
    await rename(join(folder, '.lifeboat-replica.json'), join(directory, 'mark'));
    await mkdir(join(directory, 'other-app'));
    const other = await addStack(context, { folders: [join(directory, 'other-app')], name: 'blog' });
    await expect(addReplica(context, other, folderAt(folder), null, settings)).rejects.toMatchObject({
      code: 'REPLICA_FOREIGN',
      params: { place: folder, stack: 'blog', other: 'shop' },
    });
    expect(await readdir(folder)).not.toContain('.lifeboat-replica.json');
  });
});

describe('a test of a target', () => {
  it('goes through every stage and leaves nothing behind, set up or not', async () => {
    const { context, stack, directory } = engine;
    const folder = join(directory, 'stick');
    await mkdir(folder);
    const tried = await tryPlace(context, stack, folderAt(folder), null);
    const names = ['reach', 'share', 'identity', 'write', 'read-back', 'rename', 'delete'];
    expect(tried.stages.map(({ stage, ok }) => [stage, ok])).toEqual(names.map((name) => [name, true]));
    expect(await readdir(folder)).toEqual([]);
    const { replica } = await addFolderReplica(engine);
    const before = await readdir(join(directory, 'disk'));
    expect((await testReplica(context, 'shop/disk')).stages).toHaveLength(names.length);
    expect(await readdir(join(directory, 'disk'))).toEqual(before);
    expect(context.catalog.replicas.get(replica.id)?.freeBytes).toBeGreaterThan(0);
  });

  it('ends at the stage that fails, and notes it', async () => {
    const { context, directory } = engine;
    const { replica, folder } = await addFolderReplica(engine);
    await rename(folder, join(directory, 'away'));
    await mkdir(folder);
    const { stages } = await testReplica(context, 'disk');
    expect(stages.map(({ stage, ok }) => [stage, ok])).toEqual([
      ['reach', true],
      ['share', true],
      ['identity', false],
    ]);
    expect(context.catalog.replicas.get(replica.id)?.fault?.code).toBe('REPLICA_MARK_MISSING');
    expect(await readdir(folder)).toEqual([]);
  });

  it.each<[ErrorCode, string[]]>([
    ['REPLICA_UNREACHABLE', ['reach ✗']],
    ['REPLICA_DIALECT_TOO_OLD', ['reach', 'protection ✗']],
    ['REPLICA_LOGON_REFUSED', ['reach', 'log-on ✗']],
    ['REPLICA_SHARE_NOT_FOUND', ['reach', 'log-on', 'protection', 'share ✗']],
    ['REPLICA_PATH_NOT_FOUND', ['reach', 'log-on', 'protection', 'share ✗']],
  ])('says where a share that cannot be opened by %s has failed', async (code, expected) => {
    const open = async () => Promise.reject<TargetConnection>(rebuildError({ code, params: {} }));
    const { stages } = await testTarget({
      open: async () => Promise.resolve({ open }),
      targetId: null,
      isNetworked: true,
      host: 'nas',
      limitMs: 1000,
    });
    expect(stages.map(({ stage, ok }) => (ok ? stage : `${stage} ✗`))).toEqual(expected);
  });
});

describe('the password of a target', () => {
  it('is kept with the other secrets, and goes with the target or its stack', async () => {
    const { context, stack } = engine;
    const secrets = await context.secrets();
    const { replica } = await addFolderReplica(engine);
    await expect(setReplicaPassword(context, replica.id, 'x')).rejects.toMatchObject({ code: 'USAGE_INVALID' });
    const place: ReplicaPlace = {
      kind: 'smb',
      host: 'nas',
      port: 445,
      share: 'backups',
      folder: '',
      domain: '',
      user: 'me',
      allowOld: false,
    };
    for (const id of ['one', 'two']) {
      context.catalog.replicas.insert({ ...replica, id, name: id, place });
      await setReplicaPassword(context, id, `secret of ${id}`);
      expect(await secrets.get(passwordName(id))).toBe(`secret of ${id}`);
    }
    await removeReplica(context, 'one');
    expect(await secrets.get(passwordName('one'))).toBeNull();
    await engineOf(context, () => Promise.resolve()).removeStack(stack.name);
    expect(await secrets.get(passwordName('two'))).toBeNull();
    expect(context.catalog.replicas.list()).toEqual([]);
  });
});
