import { cp, mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Throttle } from '../archive/throttle.ts';
import { systemClock } from '../clock.ts';
import { copyToReplica } from './copy-pack.ts';
import { decodeReplication } from './replication-manifest.ts';
import { copyBench, expectWhole, quietly, treeOf } from './testing/copy-bench.ts';
import { FaultyTarget } from './testing/faulty-target.ts';

const name = 'backup_manual_v1_2026-11-20_04-00-00';

describe('copyToReplica', () => {
  it('gives the target the pack, its manifest of the copy and DONE, and leaves nothing else', async () => {
    await using bench = await copyBench();
    const before = await treeOf(bench.storage);
    const order = bench.order();
    const result = await copyToReplica(order, quietly());
    expect(result).toMatchObject({ wasThere: false, setAside: null, bytes: bench.pack.done.bytes });
    expect(await expectWhole(bench.folder)).toEqual([name]);
    const text = await readFile(join(bench.folder, name, 'replication_manifest.json'), 'utf8');
    const { manifest } = bench.pack;
    expect(decodeReplication(text)).toEqual(result.replication);
    expect(result.replication).toMatchObject({
      packId: manifest.packId,
      manifestSha256: bench.pack.manifestSha256,
      targetId: bench.targetId,
      jobId: order.job.id,
      place: bench.folder,
      machine: null,
      protection: null,
    });
    expect(result.replication.files).toHaveLength(bench.pack.files.size);
    expect(await readdir(join(bench.folder, '_tmp'))).toEqual([]);
    expect((await readdir(bench.folder)).toSorted()).toEqual(['.lifeboat-replica.json', '_tmp', name]);
    expect(await treeOf(bench.storage)).toEqual(before);
  });

  it('says how it goes', async () => {
    await using bench = await copyBench();
    const phases: string[] = [];
    let bytes = 0;
    const files = new Set<string>();
    await copyToReplica(
      bench.order(),
      quietly({
        progress: {
          onPhase: (phase, total) => phases.push(`${phase} ${total}`),
          onFile: ({ path, number, of }) => files.add(`${path} ${number <= of}`),
          onBytes: (count) => (bytes += count),
        },
      }),
    );
    const total = bench.pack.done.bytes;
    expect(phases).toEqual(['checking 0', `sending ${total}`, `reading-back ${total}`, 'finishing 0']);
    expect(bytes).toBe(2 * total);
    expect([...files].toSorted()).toEqual([...bench.pack.files.keys()].map((path) => `${path} true`).toSorted());
  });

  it('keeps a good copy, and writes nothing of it anew', async () => {
    await using bench = await copyBench();
    await copyToReplica(bench.order(), quietly());
    const before = await treeOf(join(bench.folder, name));
    const target = new FaultyTarget(bench.target, () => null);
    const result = await copyToReplica(bench.order({ target }), quietly());
    expect(result).toMatchObject({ wasThere: true, setAside: null });
    expect(await treeOf(join(bench.folder, name))).toEqual(before);
    expect(target.calls.filter(({ method }) => method === 'write' || method === 'rename')).toEqual([]);
  });

  it.each([
    ['with a flipped byte', async (copy: string) => flipByte(join(copy, 'sqlite', 'app.db.zst'))],
    ['that lacks a file', async (copy: string) => rm(join(copy, 'RESTORE.md'))],
    ['with a file too many', async (copy: string) => writeFile(join(copy, 'more'), '')],
    [
      'whose manifest of the copy is damaged',
      async (copy: string) => flipByte(join(copy, 'replication_manifest.json')),
    ],
    ['that is a file', async (copy: string) => rm(copy, { recursive: true }).then(() => writeFile(copy, 'x'))],
    ['that is empty', async (copy: string) => rm(copy, { recursive: true }).then(() => mkdir(copy))],
    ['with another DONE', async (copy: string) => flipByte(join(copy, 'DONE'))],
  ])('sets a copy aside %s, and makes a good one', async (_, spoil) => {
    await using bench = await copyBench();
    await copyToReplica(bench.order(), quietly());
    const copy = join(bench.folder, name);
    await spoil(copy);
    const spoiled = await treeOf(bench.folder);
    const result = await copyToReplica(bench.order({ clock: () => Date.UTC(2026, 10, 21) }), quietly());
    expect(result).toMatchObject({ wasThere: false, setAside: `_aside_2026-11-21T00-00-00_${name}` });
    expect(await expectWhole(bench.folder)).toEqual([name]);
    const after = await treeOf(bench.folder);
    const aside = (path: string): string => path.replace(name, result.setAside ?? '');
    for (const [path, content] of spoiled) expect(after.get(path.startsWith(name) ? aside(path) : path)).toBe(content);
  });

  it('leaves the copy of another pack of the same name alone', async () => {
    await using bench = await copyBench();
    await using other = await copyBench();
    await copyToReplica(bench.order(), quietly());
    const before = await treeOf(bench.folder);
    const copying = copyToReplica({ ...other.order(), target: bench.target, targetId: bench.targetId }, quietly());
    await expect(copying).rejects.toMatchObject({ code: 'REPLICA_PATH_TAKEN' });
    expect(await treeOf(bench.folder)).toEqual(before);
  });

  it('finishes a copy that lacks nothing but its DONE', async () => {
    await using bench = await copyBench();
    await copyToReplica(bench.order(), quietly());
    await rm(join(bench.folder, name, 'DONE'));
    expect(await copyToReplica(bench.order(), quietly())).toMatchObject({ wasThere: true, setAside: null });
    expect(await expectWhole(bench.folder)).toEqual([name]);
    expect(await readdir(join(bench.folder, '_tmp'))).toEqual([]);
  });

  it.each(['sqlite/app.db.zst', 'manifest.json', 'settings/backup_settings.json', 'RESTORE.md'])(
    'finds that %s of the local pack is damaged, and copies nothing',
    async (file) => {
      await using bench = await copyBench();
      await flipByte(join(bench.pack.path, file));
      const copying = copyToReplica(bench.order(), quietly());
      await expect(copying).rejects.toMatchObject({ code: 'PACK_CORRUPT', params: { pack: name, part: file } });
      expect(await readdir(bench.folder)).not.toContain(name);
      expect(await readdir(join(bench.folder, '_tmp'))).toEqual([]);
    },
  );

  it('refuses a target without space, with the figures', async () => {
    await using bench = await copyBench();
    const target = new FaultyTarget(bench.target, () => null);
    const open = target.open.bind(target);
    target.open = async (signal) => {
      const connection = await open(signal);
      return Object.assign(connection, { freeSpace: async () => bench.pack.done.bytes });
    };
    await expect(copyToReplica(bench.order({ target }), quietly())).rejects.toMatchObject({
      code: 'REPLICA_SPACE_INSUFFICIENT',
      params: { place: bench.folder, free: bench.pack.done.bytes, needed: bench.pack.done.bytes + 16 * 1024 * 1024 },
    });
    expect(await readdir(bench.folder)).not.toContain(name);
  });

  it.each([
    ['REPLICA_MARK_MISSING', async (mark: string) => rm(mark)],
    ['REPLICA_MARK_INVALID', async (mark: string) => writeFile(mark, '{}')],
    [
      'REPLICA_OTHER',
      async (mark: string) =>
        writeFile(
          mark,
          (await readFile(mark, 'utf8')).replace(
            /[0-9a-f]{8}-/u,
            (id) => (id === '00000000-' ? '1' : '0').repeat(8) + '-',
          ),
        ),
    ],
  ])('writes nothing to a target that is not the one: %s', async (code, spoil) => {
    await using bench = await copyBench();
    await spoil(join(bench.folder, '.lifeboat-replica.json'));
    const before = await treeOf(bench.folder);
    await expect(copyToReplica(bench.order(), quietly())).rejects.toMatchObject({ code });
    expect(await treeOf(bench.folder)).toEqual(before);
  });

  it('goes on with what an ended job has left, in the middle of a file', async () => {
    await using bench = await copyBench();
    const part = 'files/data.tar.zst';
    const work = join(bench.folder, '_tmp', 'job_old_2026-11-20T03-00-00');
    await cp(bench.pack.path, work, { recursive: true });
    await rm(join(work, 'DONE'));
    const whole = await readFile(join(work, part));
    await writeFile(join(work, part), whole.subarray(0, 100));
    await writeFile(join(work, 'RESTORE.md'), 'other text');
    const sent: string[] = [];
    const target = new FaultyTarget(bench.target, ({ method, path }) => {
      if (method === 'write') sent.push(path.replace(/^_tmp\/[^/]+\//u, ''));
      return null;
    });
    await copyToReplica(bench.order({ target }), quietly());
    expect(sent).toEqual(expect.arrayContaining([part, 'RESTORE.md', 'replication_manifest.json']));
    expect(sent).not.toContain('sqlite/app.db.zst');
    expect(await expectWhole(bench.folder)).toEqual([name]);
    expect(await readdir(join(bench.folder, '_tmp'))).toEqual([]);
  });

  it.each(['running', 'unknown'] as const)('leaves the work of a job alone that is %s', async (state) => {
    await using bench = await copyBench();
    const work = 'job_old_2026-11-20T03-00-00';
    await cp(bench.pack.path, join(bench.folder, '_tmp', work), { recursive: true });
    const clock = () => Date.UTC(2026, 10, 20, 6);
    await copyToReplica(bench.order({ stateOf: () => state, clock }), quietly());
    expect(await readdir(join(bench.folder, '_tmp'))).toEqual([work]);
  });

  it('sweeps what dead jobs have left after seven days, and nothing else', async () => {
    await using bench = await copyBench();
    const names = ['job_dead_2026-11-12T04-00-00', 'job_dead_2026-11-12T04-00-00.DONE', 'job_live_2026-11-12T04-00-00'];
    const kept = ['job_young_2026-11-14T04-00-00', 'somebody’s own'];
    for (const each of [...names, ...kept]) await mkdir(join(bench.folder, '_tmp', each));
    const order = bench.order({
      clock: () => Date.UTC(2026, 10, 20, 5),
      stateOf: (id) => (id === 'live' ? 'running' : 'unknown'),
    });
    await copyToReplica(order, quietly());
    expect((await readdir(join(bench.folder, '_tmp'))).toSorted()).toEqual(
      ['job_live_2026-11-12T04-00-00', ...kept].toSorted(),
    );
  });

  it('keeps to a rate', async () => {
    await using bench = await copyBench();
    const rate = bench.pack.done.bytes * 5;
    const begun = performance.now();
    await copyToReplica(bench.order(), quietly({ throttle: new Throttle(rate, systemClock) }));
    // Sent and read back: twice the bytes.
    expect(performance.now() - begun).toBeGreaterThanOrEqual(390);
  });

  it('does not mind a folder that was renamed in between: it is another pack’s place then', async () => {
    await using bench = await copyBench();
    await copyToReplica(bench.order(), quietly());
    await rename(join(bench.folder, name), join(bench.folder, 'moved by somebody'));
    await utimes(join(bench.folder, 'moved by somebody'), 0, 0);
    expect(await copyToReplica(bench.order(), quietly())).toMatchObject({ wasThere: false });
    expect(await expectWhole(bench.folder)).toEqual([name]);
  });
});

async function flipByte(file: string): Promise<void> {
  const bytes = await readFile(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 2) ^ 1, bytes.length - 2);
  await writeFile(file, bytes);
}
