import { appendFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../archive/canonical-json.ts';
import { never } from '../archive/testing/small-pack.ts';
import { fetchPack } from './fetch-pack.ts';
import { copyToReplica } from './copy-pack.ts';
import { listReplicas } from './list-replicas.ts';
import { atOnce, copyBench, type CopyBench, expectWhole, quietly, treeOf } from './testing/copy-bench.ts';
import { FaultyTarget } from './testing/faulty-target.ts';
import { verifyReplica } from './verify-replica.ts';

const name = 'backup_manual_v1_2026-11-20_04-00-00';

/** A bench whose pack has been copied. */
async function copied(): Promise<CopyBench & { readonly copy: string }> {
  const bench = await copyBench();
  await copyToReplica(bench.order(), quietly());
  return { ...bench, copy: join(bench.folder, name) };
}

function copyAt({ target, targetId }: CopyBench) {
  return { target, targetId, name, retries: atOnce };
}

async function edit(file: string, change: (value: Record<string, unknown>) => void): Promise<void> {
  const value: Record<string, unknown> = JSON.parse(await readFile(file, 'utf8'));
  change(value);
  await writeFile(file, canonicalJson(value));
}

async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  await writeFile(file, bytes);
}

const tooLong = { code: 'REPLICA_COPY_CORRUPT', params: { part: 'sqlite/app.db.zst' } };

/** A part of the copy becomes 8 MiB longer once a phase begins, when its size has been looked at. */
function growing({ copy }: { readonly copy: string }, when: string) {
  let bytes = 0;
  const progress = {
    onPhase: (phase: string) => {
      if (phase === when) appendFileSync(join(copy, 'sqlite', 'app.db.zst'), Buffer.alloc(8 << 20));
    },
    onFile: () => undefined,
    onBytes: (more: number) => void (bytes += more),
  };
  return { progress, came: () => bytes };
}

/** Ways in which a copy is found wrong without reading its parts. */
const incomplete: readonly [string, (copy: string) => Promise<unknown>, string][] = [
  ['no DONE', (copy) => rm(join(copy, 'DONE')), 'DONE is missing'],
  ['half a DONE', (copy) => writeFile(join(copy, 'DONE'), '{'), 'DONE has an unknown form'],
  [
    'a DONE too deep to be written again',
    (copy) => writeFile(join(copy, 'DONE'), `${'['.repeat(100_000)}${']'.repeat(100_000)}`),
    'DONE has an unknown form',
  ],
  [
    'no manifest of the copy',
    (copy) => rm(join(copy, 'replication_manifest.json')),
    'replication_manifest.json is missing',
  ],
  ['a file that is missing', (copy) => rm(join(copy, 'RESTORE.md')), 'RESTORE.md is missing'],
  ['a file that is shorter', (copy) => writeFile(join(copy, 'RESTORE.md'), 'x'), 'RESTORE.md has 1 bytes'],
  ['a file too many', (copy) => writeFile(join(copy, 'files', 'more'), ''), 'files/more does not belong to it'],
  ['another manifest', (copy) => flipByte(join(copy, 'manifest.json')), 'DONE belongs to another manifest'],
  [
    'a way out of its folder',
    (copy) =>
      edit(
        join(copy, 'replication_manifest.json'),
        (value) => (value['files'] = [{ path: '../../x', bytes: 1, sha256: '0'.repeat(64) }]),
      ),
    'files.0.path',
  ],
  [
    'fewer files than it has',
    (copy) => edit(join(copy, 'replication_manifest.json'), (value) => (value['files'] = [])),
    'lists other files than its manifest',
  ],
];

describe('listReplicas', () => {
  it('says what copies are there, with their manifests', async () => {
    await using bench = await copied();
    await cp(bench.copy, join(bench.folder, `_aside_2026-11-20T05-00-00_${name}`), { recursive: true });
    await mkdir(join(bench.folder, 'photos'));
    await using connection = await bench.target.open(never);
    const [listed, ...more] = await listReplicas(connection, never);
    expect(more).toEqual([]);
    expect(listed).toMatchObject({
      kind: 'complete',
      name,
      copy: {
        manifest: { packId: bench.pack.manifest.packId, stack: { name: 'shop' } },
        replication: { targetId: bench.targetId },
        done: bench.pack.done,
      },
    });
  });

  it.each(incomplete)('tells a copy apart that is not complete: %s', async (_, spoil, detail) => {
    await using bench = await copied();
    await spoil(bench.copy);
    await using connection = await bench.target.open(never);
    const listed = await listReplicas(connection, never);
    expect(listed).toEqual([
      {
        kind: 'incomplete',
        name,
        error: {
          code: 'REPLICA_COPY_INCOMPLETE',
          params: { pack: name, place: bench.folder, detail: expect.stringContaining(detail) },
        },
      },
    ]);
    await expect(verifyReplica(copyAt(bench), quietly())).rejects.toMatchObject({ code: 'REPLICA_COPY_INCOMPLETE' });
  });

  it('knows a copy that a newer version made', async () => {
    await using bench = await copied();
    await edit(join(bench.copy, 'DONE'), (value) => (value['formatVersion'] = 3));
    await using connection = await bench.target.open(never);
    expect(await listReplicas(connection, never)).toMatchObject([{ error: { code: 'PACK_FUTURE_VERSION' } }]);
  });

  it('has nothing to list at an empty target, and says so when the target is gone', async () => {
    await using bench = await copyBench();
    await using connection = await bench.target.open(never);
    expect(await listReplicas(connection, never)).toEqual([]);
    await rm(bench.folder, { recursive: true });
    await expect(listReplicas(connection, never)).rejects.toMatchObject({ code: 'REPLICA_PATH_NOT_FOUND' });
  });
});

describe('verifyReplica', () => {
  it('reads every byte', async () => {
    await using bench = await copied();
    let bytes = 0;
    const progress = {
      onPhase: () => undefined,
      onFile: () => undefined,
      onBytes: (count: number) => (bytes += count),
    };
    const copy = await verifyReplica(copyAt(bench), quietly({ progress }));
    expect(copy.manifest.packId).toBe(bench.pack.manifest.packId);
    expect(bytes).toBe(bench.pack.done.bytes);
  });

  it('finds a flipped bit in any file, and names it', async () => {
    await using bench = await copied();
    for (const part of [...bench.pack.files.keys()].filter((path) => path !== 'manifest.json')) {
      const file = join(bench.copy, part);
      const before = await readFile(file);
      await flipByte(file);
      await expect(verifyReplica(copyAt(bench), quietly())).rejects.toMatchObject({
        code: 'REPLICA_COPY_CORRUPT',
        params: { pack: name, place: bench.folder, part },
      });
      await writeFile(file, before);
    }
    await verifyReplica(copyAt(bench), quietly());
  });

  it('goes on after any call was lost', async () => {
    await using bench = await copied();
    for (let at = 1; at <= 40; at++) {
      const target = new FaultyTarget(bench.target, ({ number }) => (number === at ? 'half' : null));
      const copy = await verifyReplica({ ...copyAt(bench), target }, quietly());
      expect(copy.done).toEqual(bench.pack.done);
    }
  });

  it('reads no more than the copy is said to hold', async () => {
    await using bench = await copied();
    const { progress, came } = growing(bench, 'reading-back');
    await expect(verifyReplica(copyAt(bench), quietly({ progress }))).rejects.toMatchObject(tooLong);
    expect(came()).toBeLessThan(1 << 20);
  });

  it('knows a copy that is not there', async () => {
    await using bench = await copyBench();
    await expect(verifyReplica(copyAt(bench), quietly())).rejects.toMatchObject({
      code: 'REPLICA_COPY_NOT_FOUND',
      params: { pack: name, place: bench.folder },
    });
  });
});

describe('fetchPack', () => {
  it('brings a pack back whose local one is gone, and leaves the copy as it is', async () => {
    await using bench = await copied();
    const [before, copy] = [await treeOf(bench.storage), await treeOf(bench.copy)];
    await rm(bench.pack.path, { recursive: true });
    const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
    const pack = await fetchPack(copyAt(bench), to, quietly());
    expect(pack.path).toBe(bench.pack.path);
    expect(pack.done).toEqual(bench.pack.done);
    const hashes = (tree: ReadonlyMap<string, string>) => [...tree].map(([path, it]) => `${path} ${it.split(' ')[0]}`);
    expect(hashes(await treeOf(bench.storage)).toSorted()).toEqual(hashes(before).toSorted());
    expect(await treeOf(bench.copy)).toEqual(copy);
  });

  it('goes on after any call was lost', async () => {
    await using bench = await copied();
    await rm(bench.pack.path, { recursive: true });
    for (let at = 1; at <= 40; at += 3) {
      const target = new FaultyTarget(bench.target, ({ number }) => (number === at ? 'half' : null));
      const to = { temporary: join(bench.storage, '_tmp', `fetch-${at}`), packs: bench.storage };
      const pack = await fetchPack({ ...copyAt(bench), target }, to, quietly());
      expect(pack.done).toEqual(bench.pack.done);
      await rm(pack.path, { recursive: true });
    }
  });

  it('gives no name to a copy that is damaged, or on its way', async () => {
    await using bench = await copied();
    await rm(bench.pack.path, { recursive: true });
    const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
    const lying = new FaultyTarget(bench.target, ({ method, path }) =>
      method === 'read' && path.includes('sqlite') ? 'lie' : null,
    );
    const fetching = fetchPack({ ...copyAt(bench), target: lying }, to, quietly());
    await expect(fetching).rejects.toMatchObject({
      code: 'REPLICA_COPY_CORRUPT',
      params: { part: 'sqlite/app.db.zst' },
    });
    expect(await readdir(bench.storage)).not.toContain(name);
  });

  it('takes no more from a target than the copy is said to hold', async () => {
    await using bench = await copied();
    await rm(bench.pack.path, { recursive: true });
    const { progress, came } = growing(bench, 'sending');
    const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
    await expect(fetchPack(copyAt(bench), to, quietly({ progress }))).rejects.toMatchObject(tooLong);
    expect(came()).toBeLessThan(1 << 20);
  });

  it('does not replace what is there', async () => {
    await using bench = await copied();
    const before = await treeOf(bench.storage);
    const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
    await expect(fetchPack(copyAt(bench), to, quietly())).rejects.toMatchObject({ code: 'PACK_NAME_TAKEN' });
    expect(await treeOf(bench.storage)).toEqual(before);
  });

  it('leaves no pack when it is aborted', async () => {
    await using bench = await copied();
    await rm(bench.pack.path, { recursive: true });
    const controller = new AbortController();
    const target = new FaultyTarget(bench.target, ({ method, path }) => {
      if (method === 'read' && path.includes('sqlite')) controller.abort();
      return null;
    });
    const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
    const fetching = fetchPack({ ...copyAt(bench), target }, to, quietly({ signal: controller.signal }));
    await expect(fetching).rejects.toMatchObject({ name: 'AbortError' });
    expect(await readdir(bench.storage)).not.toContain(name);
    expect(await expectWhole(bench.folder)).toEqual([name]);
  });
});
