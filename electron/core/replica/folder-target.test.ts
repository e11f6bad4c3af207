import { mkdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { never, testFolder } from '../archive/testing/small-pack.ts';
import { FolderTarget } from './folder-target.ts';
import { describeTarget } from './testing/conformance.ts';

describeTarget('a folder', async () => {
  const home = await testFolder();
  const folder = join(home.path, 'disk');
  const storage = join(home.path, 'storage');
  await mkdir(folder);
  await mkdir(storage);
  return {
    target: new FolderTarget({ path: folder, storage, allowsSameDisk: true }),
    folder,
    hidesLinks: false,
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
});

describe('FolderTarget', () => {
  it('is refused on the disk of the storage, unless told otherwise', async () => {
    await using home = await testFolder();
    const [path, storage] = [join(home.path, 'disk'), join(home.path, 'storage')];
    await mkdir(path);
    await mkdir(storage);
    const open = (allowsSameDisk: boolean) => new FolderTarget({ path, storage, allowsSameDisk }).open(never);
    await expect(open(false)).rejects.toMatchObject({ code: 'REPLICA_SAME_DISK', params: { path, storage } });
    await using connection = await open(true);
    expect(connection.identity).toEqual({ place: path, machine: null, protection: null });
  });

  it.each(['storage', 'storage/shop/copies', '.', 'link'])('is refused among the packs: %s', async (place) => {
    await using home = await testFolder();
    const storage = join(home.path, 'storage');
    await mkdir(join(storage, 'shop', 'copies'), { recursive: true });
    await symlink('storage/shop', join(home.path, 'link'));
    const opening = new FolderTarget({ path: join(home.path, place), storage, allowsSameDisk: true }).open(never);
    await expect(opening).rejects.toMatchObject({ code: 'REPLICA_IN_STORAGE' });
  });

  it('is refused when the folder is not there', async () => {
    await using home = await testFolder();
    const path = join(home.path, 'none');
    const opening = new FolderTarget({ path, storage: home.path, allowsSameDisk: true }).open(never);
    await expect(opening).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND', params: { path } });
  });

  it.runIf(process.platform !== 'win32')(
    'lists what lies beside the copies, also under names of this system only',
    async () => {
      await using home = await testFolder();
      const [path, storage] = [join(home.path, 'disk'), join(home.path, 'storage')];
      await mkdir(join(path, 'photos.'), { recursive: true });
      await mkdir(storage);
      await writeFile(join(path, 'why?'), '123');
      await using connection = await new FolderTarget({ path, storage, allowsSameDisk: true }).open(never);
      expect((await connection.list('', never)).toSorted((one, other) => one.size - other.size)).toEqual([
        { name: 'photos.', kind: 'folder', size: 0 },
        { name: 'why?', kind: 'file', size: 3 },
      ]);
    },
  );

  it('writes nothing any more once the folder is gone, and says that it is lost', async () => {
    await using home = await testFolder();
    const [path, storage] = [join(home.path, 'disk'), join(home.path, 'storage')];
    await mkdir(path);
    await mkdir(storage);
    await using connection = await new FolderTarget({ path, storage, allowsSameDisk: true }).open(never);
    await rename(path, join(home.path, 'unmounted'));
    await expect(connection.makeFolders('a', never)).rejects.toMatchObject({ code: 'REPLICA_LOST' });
    await expect(connection.stat('', never)).rejects.toMatchObject({ code: 'REPLICA_LOST' });
  });
});
