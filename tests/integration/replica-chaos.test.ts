// The short form of `npm run chaos -- --suite replica`. Failures name round and seed.
import { expect, inject, it } from 'vitest';
import { commandKills } from '../chaos/replica/command-kills.ts';
import { shareRounds } from '../chaos/replica/share-rounds.ts';
import { refuseWrongTargets } from '../chaos/replica/wrong-targets.ts';

it('a server killed or frozen, a line cut: nothing wrong has DONE, and the next copy completes', async () => {
  const { of, failed, survived } = await shareRounds({ rounds: 6, seed: 3, kinds: ['kill', 'freeze', 'cut'] });
  expect(of).toEqual({ kill: 2, freeze: 2, cut: 2 });
  // Something was hit, or nothing was tried.
  expect(failed + survived).toBeGreaterThan(3);
});

it('a line that swallows everything: the copy ends by itself, and the next one completes', async () => {
  const { of, failed } = await shareRounds({ rounds: 2, seed: 4, kinds: ['hole'] });
  expect(of).toEqual({ hole: 2 });
  expect(failed).toBeGreaterThan(0);
});

it('a command killed in mid-copy: the daemon or the next command finishes it', async () => {
  expect(await commandKills(3, 5)).toMatchObject({ inCopy: 2, inBackup: 1, byDaemon: 2 });
});

it('twelve wrong targets are refused, each in its way, before a service is stopped', async () => {
  expect(await refuseWrongTargets(inject('dockerHost'), inject('busyboxImage'))).toBe(12);
});
