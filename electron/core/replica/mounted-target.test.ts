import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { standardMountPoint } from '../../../shared/model/replica.ts';
import { never, testFolder } from '../archive/testing/small-pack.ts';
import { checkReplica, setUpReplica } from './identity.ts';
import { MountedTarget } from './mounted-target.ts';
import { describeTarget } from './testing/conformance.ts';

/** A folder, and a table of mounts that says what it lies on. */
async function mounted(kind = 'cifs', options = 'rw') {
  const home = await testFolder();
  const mountPoint = join(home.path, 'replica');
  await mkdir(join(mountPoint, 'shop'), { recursive: true });
  const mountInfo = join(home.path, 'mountinfo');
  const lines = [
    '22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
    `41 22 0:44 / ${mountPoint} ${options} - ${kind} //nas/backups rw`,
  ];
  await writeFile(mountInfo, `${lines.join('\n')}\n`);
  const looks = { platform: 'linux', mountInfo } as const;
  return { home, mountPoint, looks, target: new MountedTarget({ mountPoint, folder: 'shop' }, looks) };
}

describeTarget('a mounted share', async () => {
  const { home, mountPoint, target } = await mounted();
  const folder = join(mountPoint, 'shop');
  return { target, folder, hidesLinks: false, [Symbol.asyncDispose]: () => home[Symbol.asyncDispose]() };
});

describe('MountedTarget', () => {
  it('does not count an ordinary folder, though it can be listed and written', async () => {
    const { home, mountPoint, target } = await mounted('ext4');
    await using _ = home;
    await expect(target.open(never)).rejects.toMatchObject({
      code: 'REPLICA_NOT_MOUNTED',
      params: { path: mountPoint, found: `ext4 (${mountPoint})` },
    });
  });

  it('says that the share is down, not that the folder on it is missing', async () => {
    await using home = await testFolder();
    await mkdir(join(home.path, 'replica'));
    const target = new MountedTarget({ mountPoint: join(home.path, 'replica'), folder: 'shop' });
    await expect(target.open(never)).rejects.toMatchObject({ code: 'REPLICA_NOT_MOUNTED' });
  });

  it('says so of the usual mount point, where nothing is mounted or there is none', async () => {
    await using home = await testFolder();
    const mountInfo = join(home.path, 'mountinfo');
    await writeFile(mountInfo, '22 1 8:1 / / rw - ext4 /dev/sda1 rw\n');
    const place = { mountPoint: standardMountPoint, folder: 'shop' };
    const opening = new MountedTarget(place, { platform: 'linux', mountInfo }).open(never);
    await expect(opening).rejects.toMatchObject({
      code: expect.stringMatching(/^REPLICA_(?:NOT_MOUNTED|PATH_NOT_FOUND)$/u),
      params: { path: '/mnt/replica' },
    });
  });

  it('knows a share that takes no writes', async () => {
    const { home, target } = await mounted('cifs', 'ro,relatime');
    await using _ = home;
    await expect(target.open(never)).rejects.toMatchObject({ code: 'REPLICA_READ_ONLY' });
  });

  it('does not follow a link that leads off the share', async () => {
    const { home, mountPoint, looks } = await mounted();
    await using _ = home;
    await mkdir(join(home.path, 'elsewhere'));
    await symlink('../elsewhere', join(mountPoint, 'link'));
    const opening = new MountedTarget({ mountPoint, folder: 'link' }, looks).open(never);
    await expect(opening).rejects.toMatchObject({
      code: 'REPLICA_NOT_MOUNTED',
      params: { path: join(home.path, 'elsewhere') },
    });
  });

  it('needs the folder on the share, and a table that can be read', async () => {
    const { home, mountPoint, looks } = await mounted();
    await using _ = home;
    const none = new MountedTarget({ mountPoint, folder: 'none' }, looks).open(never);
    await expect(none).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
    const way = new MountedTarget({ mountPoint, folder: '../replica/shop' }, looks).open(never);
    await expect(way).rejects.toMatchObject({ code: 'REPLICA_PATH_INVALID' });
    const blind = new MountedTarget({ mountPoint, folder: 'shop' }, { ...looks, mountInfo: join(mountPoint, 'none') });
    await expect(blind.open(never)).rejects.toMatchObject({ name: 'AppError' });
  });

  it('takes an empty folder of a share for down, never for a new replica', async () => {
    const { home, target } = await mounted();
    await using _ = home;
    await using connection = await target.open(never);
    const id = '00000000-0000-4000-8000-000000000000';
    await expect(checkReplica(connection, id, never)).rejects.toMatchObject({ code: 'REPLICA_MARK_MISSING' });
    const { targetId } = await setUpReplica(connection, { tool: 'test', now: '2026-11-20T04:00:00.000Z' }, never);
    await expect(checkReplica(connection, id, never)).rejects.toMatchObject({
      code: 'REPLICA_OTHER',
      params: { expected: id, found: targetId },
    });
    expect(await checkReplica(connection, targetId, never)).toMatchObject({ targetId });
  });
});
