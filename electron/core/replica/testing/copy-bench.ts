import { createHash, randomBytes } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fillSource, makePack, never, testFolder } from '../../archive/testing/small-pack.ts';
import { isPackName } from '../../archive/pack-name.ts';
import { type CompletePack, openPack } from '../../archive/pack-reader.ts';
import { verifyPack } from '../../archive/verify-pack.ts';
import { systemClock } from '../../clock.ts';
import type { CopyOrder } from '../copy-pack.ts';
import { FolderTarget } from '../folder-target.ts';
import { setUpReplica } from '../identity.ts';
import { markFile } from '../replica-mark.ts';
import type { ReplicaTarget } from '../target.ts';
import type { TransferOptions } from '../transfer.ts';

/** A real pack and a local folder that is set up as its replica. */
export interface CopyBench extends AsyncDisposable {
  readonly home: string;
  readonly storage: string;
  readonly pack: CompletePack;
  /** The target's folder. */
  readonly folder: string;
  readonly target: ReplicaTarget;
  readonly targetId: string;
  /** An order for the pack; `job` is a job of its own each time unless it is given. */
  readonly order: (patch?: Partial<CopyOrder>) => CopyOrder;
  /** Empties the target but for its mark. */
  readonly empty: () => Promise<void>;
}

const silent: TransferOptions['progress'] = {
  onPhase: () => undefined,
  onFile: () => undefined,
  onBytes: () => undefined,
};

/** Options that hear of nothing and go as fast as they can. */
export function quietly(patch: Partial<TransferOptions> = {}): TransferOptions {
  return { signal: never, progress: silent, throttle: null, ...patch };
}

/** Retries without pauses. */
export const atOnce: CopyOrder['retries'] = { attempts: 4, firstPauseMs: 0, longestPauseMs: 0, jitter: () => 0 };

/** `bytes`: of a file that cannot be compressed, beside the small ones. */
export async function copyBench(bytes = 0): Promise<CopyBench> {
  const home = await testFolder();
  const [source, storage, folder] = ['source', 'storage', 'disk'].map((name) => join(home.path, name));
  if (source === undefined || storage === undefined || folder === undefined) throw new Error('no folders');
  await mkdir(source);
  await mkdir(folder);
  fillSource(source);
  if (bytes > 0) await writeFile(join(source, 'large'), randomBytes(bytes));
  const { path } = await makePack(storage, source);
  const pack = await openPack(path);
  const target = new FolderTarget({ path: folder, storage, allowsSameDisk: true });
  await using connection = await target.open(never);
  const { targetId } = await setUpReplica(connection, { tool: 'test', now: '2026-11-20T04:00:00.000Z' }, never);
  let jobs = 0;
  const order = (patch: Partial<CopyOrder> = {}): CopyOrder => ({
    target,
    targetId,
    pack,
    job: { id: `job${++jobs}`, startedAt: '2026-11-20T05:00:00.000Z' },
    stateOf: () => 'ended',
    clock: systemClock,
    retries: atOnce,
    ...patch,
  });
  return {
    home: home.path,
    storage,
    pack,
    folder,
    target,
    targetId,
    order,
    empty: async () => {
      for (const name of await readdir(folder))
        if (name !== markFile) await rm(join(folder, name), { recursive: true });
    },
    [Symbol.asyncDispose]: () => home[Symbol.asyncDispose](),
  };
}

/** Every path below a folder with what is there: `folder`, or a file's hash and time. */
export async function treeOf(folder: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path);
    if (entry.isDirectory()) found.set(name, 'folder');
    else {
      const hash = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      found.set(name, `${hash} ${(await lstat(path)).mtimeMs}`);
    }
  }
  return found;
}

/**
 * Reads every folder back that has a DONE, by the pack's own reader and nothing of the replica's. Rejects when one is
 * not whole; resolves with their names.
 */
export async function expectWhole(folder: string): Promise<readonly string[]> {
  const whole: string[] = [];
  for (const name of await readdir(folder)) {
    if (!isPackName(name) || !(await lstat(join(folder, name))).isDirectory()) continue;
    const names = await readdir(join(folder, name));
    if (!names.includes('DONE')) continue;
    const pack = await openPack(join(folder, name));
    if (!names.includes('replication_manifest.json')) throw new Error(`${name} has no replication manifest`);
    const path = join(folder, name);
    await verifyPack(
      { path, manifest: pack.manifest, files: pack.files.keys() },
      { signal: never, onBytes: () => undefined, onPart: () => undefined, depth: 'bytes' },
    );
    whole.push(name);
  }
  return whole;
}
