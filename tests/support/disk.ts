import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expectCommand } from './command.ts';
import { tempFolder } from './temp-folder.ts';

/** A small disk of its own, to be filled up or made read-only. Disposal unmounts it. */
export interface SmallDisk extends AsyncDisposable {
  readonly path: string;
  remount(access: 'ro' | 'rw'): Promise<void>;
}

/** An ext4 file system in a loop-mounted file; about 10 % of `bytes` go to its own structures. Needs root. */
export async function smallDisk(bytes: number): Promise<SmallDisk> {
  const folder = await tempFolder('lbm');
  const image = join(folder.path, 'image');
  const path = join(folder.path, 'mount');
  try {
    await writeFile(image, '');
    await truncate(image, bytes);
    await mkdir(path);
    await expectCommand('mkfs.ext4', ['-q', '-F', '-m', '0', image]);
    await expectCommand('mount', ['-o', 'loop', image, path]);
  } catch (error) {
    await folder[Symbol.asyncDispose]();
    throw error;
  }
  return {
    path,
    remount: async (access) => {
      await expectCommand('mount', ['-o', `remount,${access}`, path]);
    },
    [Symbol.asyncDispose]: async () => {
      await expectCommand('umount', ['--lazy', path]);
      await folder[Symbol.asyncDispose]();
    },
  };
}
