import { expect, it } from 'vitest';
import { replicaKills } from '../chaos/replica/folder-kills.ts';

it('a copy that is killed at any moment never has DONE without being whole, and the next one completes', async () => {
  const { broken, whole } = await replicaKills(12, 5);
  // Both sides were hit, or nothing was tried.
  expect(broken).toBeGreaterThan(2);
  expect(broken + whole).toBe(12);
});
