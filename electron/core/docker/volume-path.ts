import { lstat } from 'node:fs/promises';
import type { Docker } from './client.ts';
import { createHelper, helperMountPoint } from './helper-container.ts';
import { findVolume, timeOfPath, type TreeAccess } from './volumes.ts';

/**
 * The folder of a volume, when the engine keeps it as a plain folder of this very machine and this process may
 * read all of it: then nobody has to send it. Null otherwise. An engine may be somebody else's behind a
 * forwarded socket, so the folder counts only if it has, to the nanosecond, the time that the engine tells of it.
 */
export async function localVolumePath(docker: Docker, access: TreeAccess): Promise<string | null> {
  const { mount, signal } = access;
  if (mount.type !== 'volume' || docker.endpoint.kind !== 'socket' || process.getuid?.() !== 0) return null;
  const volume = await findVolume(docker, mount.source, signal);
  const plain = volume !== null && volume.Driver === 'local' && Object.keys(volume.Options).length === 0;
  if (!plain || volume.Mountpoint === '') return null;
  const here = await lstat(volume.Mountpoint, { bigint: true }).catch(() => null);
  if (here?.isDirectory() !== true) return null;
  return here.mtimeNs === (await timeOfRoot(docker, access)) ? volume.Mountpoint : null;
}

async function timeOfRoot(docker: Docker, access: TreeAccess): Promise<bigint> {
  await using helper = await createHelper(docker, { ...access, writable: false });
  return await timeOfPath(docker, helper.id, helperMountPoint, access.mount.source, access.signal);
}
