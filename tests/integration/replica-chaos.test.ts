// The short form of `npm run chaos -- --suite replica`. Failures name round and seed.
import { expect, inject, it } from 'vitest';
import { commandKills } from '../chaos/replica/command-kills.ts';
import { shareRounds } from '../chaos/replica/share-rounds.ts';
import { refuseWrongTargets } from '../chaos/replica/wrong-targets.ts';

it('whatever happens to line, server and disk: nothing wrong has DONE, and the next copy completes', async () => {
  const kinds = ['kill', 'freeze', 'cut', 'hole', 'rot'] as const;
  const { of, failed, survived } = await shareRounds({ rounds: 10, seed: 3, kinds });
  expect(of).toEqual({ kill: 2, freeze: 2, cut: 2, hole: 2, rot: 2 });
  // Things were hit, or nothing was tried.
  expect(failed).toBeGreaterThan(2);
  expect(failed + survived).toBeGreaterThan(6);
});

it('a command killed in mid-copy: the daemon or the next command finishes it', async () => {
  expect(await commandKills(3, 5)).toMatchObject({ inCopy: 2, inBackup: 1, byDaemon: 2 });
});

it('twelve wrong targets are refused, each in its way, before a service is stopped', async () => {
  expect(await refuseWrongTargets(inject('dockerHost'), inject('busyboxImage'))).toBe(12);
});
