// Copies to a real Samba: the port's conformance, and copies whose server dies.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { copyToReplica } from '../../electron/core/replica/copy-pack.ts';
import { fetchPack } from '../../electron/core/replica/fetch-pack.ts';
import { setUpReplica } from '../../electron/core/replica/identity.ts';
import { SmbTarget } from '../../electron/core/replica/smb-target.ts';
import { describeTarget } from '../../electron/core/replica/testing/conformance.ts';
import { atOnce, copyBench, expectWhole, quietly } from '../../electron/core/replica/testing/copy-bench.ts';
import { type Samba, sambaSetUps, sambaUser, startSamba } from '../support/samba.ts';

const { signal } = new AbortController();

function targetOf(samba: Samba): SmbTarget {
  const where = { host: '127.0.0.1', port: samba.port, share: 'share', folder: '' };
  return new SmbTarget({ ...where, ...sambaUser, allowsOlder: false });
}

describeTarget('a share that must be signed', async () => {
  const samba = await startSamba({ global: sambaSetUps.signed });
  return {
    target: targetOf(samba),
    folder: samba.folder,
    hidesLinks: true,
    [Symbol.asyncDispose]: () => samba[Symbol.asyncDispose](),
  };
});

it('copies a pack to the strictest server, and brings it back when the local one is gone', async () => {
  await using samba = await startSamba({ global: sambaSetUps.encrypted });
  await using bench = await copyBench(5_000_000);
  const target = targetOf(samba);
  await using connection = await target.open(signal);
  const { targetId } = await setUpReplica(connection, { tool: 'test', now: '2026-11-20T04:00:00.000Z' }, signal);
  const result = await copyToReplica(bench.order({ target, targetId }), quietly());
  expect(result.replication.protection).toMatchObject({ protocol: 'SMB 3.1.1', encryption: 'AES-128-GCM' });
  const { name } = bench.pack.manifest;
  expect(await expectWhole(samba.folder)).toEqual([name]);
  const listed = await samba.client(`recurse ON; ls ${name}\\*; ls _tmp\\*`);
  for (const file of ['manifest.json', 'replication_manifest.json', 'DONE', 'data.tar.zst'])
    expect(listed).toContain(file);
  expect(listed).not.toContain('job_');
  await rm(bench.pack.path, { recursive: true });
  const to = { temporary: join(bench.storage, '_tmp', 'fetch'), packs: bench.storage };
  const pack = await fetchPack({ target, targetId, name, retries: atOnce }, to, quietly());
  expect(pack.done).toEqual(bench.pack.done);
});

it('completes by itself when the server is killed at any moment and comes back', async () => {
  await using samba = await startSamba({ global: sambaSetUps.signed });
  await using bench = await copyBench(20_000_000);
  const target = targetOf(samba);
  const { targetId } = await (async () => {
    await using connection = await target.open(signal);
    return await setUpReplica(connection, { tool: 'test', now: '2026-11-20T04:00:00.000Z' }, signal);
  })();
  const total = bench.pack.done.bytes;
  for (const part of [0.1, 0.5, 0.9, 1.1, 1.6, 1.95]) {
    let bytes = 0;
    const kills: Promise<void>[] = [];
    const progress = {
      onPhase: () => undefined,
      onFile: () => undefined,
      onBytes: (count: number) => {
        bytes += count;
        if (bytes > total * part && kills.length === 0) kills.push(samba.kill().then(() => samba.start()));
      },
    };
    const retries = { attempts: 20, firstPauseMs: 200, longestPauseMs: 200, jitter: () => 0 };
    await copyToReplica(bench.order({ target, targetId, retries }), quietly({ progress }));
    expect(kills).toHaveLength(1);
    await Promise.all(kills);
    expect(await expectWhole(samba.folder), String(part)).toEqual([bench.pack.manifest.name]);
    await rm(join(samba.folder, bench.pack.manifest.name), { recursive: true });
  }
});
