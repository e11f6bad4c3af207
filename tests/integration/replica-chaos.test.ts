// The short form of `npm run chaos -- --suite replica`. Failures name round and seed.
import { appendFile, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it } from 'vitest';
import { copyToReplica } from '../../electron/core/replica/copy-pack.ts';
import { copyBench, quietly } from '../../electron/core/replica/testing/copy-bench.ts';
import { commandKills } from '../chaos/replica/command-kills.ts';
import { openShare } from '../chaos/replica/share-bench.ts';
import { shareRounds } from '../chaos/replica/share-rounds.ts';
import { refuseWrongTargets } from '../chaos/replica/wrong-targets.ts';
import { dockerHost } from '../support/docker-host.ts';

it('whatever happens to line, server and disk: nothing wrong has DONE, and the next copy completes', async () => {
  const kinds = ['kill', 'freeze', 'cut', 'hole', 'rot'] as const;
  const { of, failed, survived } = await shareRounds({ rounds: 10, seed: 3, kinds });
  expect(of).toEqual({ kill: 2, freeze: 2, cut: 2, hole: 2, rot: 2 });
  // Things were hit, or nothing was tried.
  expect(failed).toBeGreaterThan(2);
  expect(failed + survived).toBeGreaterThan(6);
});

it('a copy that is not its pack is noticed by what proves the rounds', async () => {
  await using bench = await copyBench(100_000);
  await using share = await openShare('signed', bench);
  const { samba, targetId } = share;
  await copyToReplica(bench.order({ target: share.target(samba.port), targetId }), quietly());
  expect([await share.copies(), await share.workLeft()]).toEqual([1, []]);
  const copy = join(samba.folder, bench.pack.manifest.name);
  await mkdir(join(samba.folder, '_tmp', 'job_dead_2026-11-20T05-00-00'));
  expect(await share.workLeft()).toEqual(['job_dead_2026-11-20T05-00-00']);
  await appendFile(join(copy, 'settings.json'), ' ');
  await expect(share.copies()).rejects.toThrow(/has DONE and is not its pack: .*settings\.json/u);
  await rm(join(copy, 'DONE'));
  expect(await share.copies()).toBe(0);
  await appendFile(join(bench.pack.path, 'settings.json'), ' ');
  await expect(share.copies()).rejects.toThrow('the local pack has changed');
});

it('a command killed in mid-copy: the daemon or the next command finishes it', async () => {
  expect(await commandKills(3, 5)).toMatchObject({ copy: 1, daemon: 1, backup: 1, byDaemon: 2 });
});

it('twelve wrong targets are refused, each in its way, before a service is stopped', async () => {
  expect(await refuseWrongTargets(dockerHost(), inject('busyboxImage'))).toBe(12);
});
