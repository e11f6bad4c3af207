import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReplicaSettings } from '../../../../shared/model/replica.ts';
import type { StoredReplica } from '../../catalog/replicas.ts';
import { addReplica } from '../replica-setup.ts';
import type { EngineFixture } from './engine-fixture.ts';

const settings: ReplicaSettings = {
  name: 'disk',
  required: false,
  limit: null,
  retention: { days: null, count: null },
};

/** Makes a folder beside the storage a target of the fixture's stack. */
export async function addFolderReplica(
  { context, directory, stack }: Pick<EngineFixture, 'context' | 'directory' | 'stack'>,
  patch: Partial<ReplicaSettings> = {},
): Promise<{ readonly replica: StoredReplica; readonly folder: string }> {
  const folder = join(directory, patch.name ?? settings.name);
  await mkdir(folder, { recursive: true });
  const place = { kind: 'folder' as const, path: folder, sameDevice: true };
  return { replica: await addReplica(context, stack, place, null, { ...settings, ...patch }), folder };
}
