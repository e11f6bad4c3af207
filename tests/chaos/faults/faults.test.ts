import { test } from 'vitest';
import { openFolderGround } from './folder-ground.ts';
import { faultRounds, faultyCommands } from './folder-rounds.ts';

// The full form: npm run chaos -- --suite faults. The seed that a failure names repeats it: LIFEBOAT_SEED.
const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);

test.concurrent.for(faultyCommands)(
  'a call of the file layer that fails in a %s costs no good pack and no data, and is told as what it is',
  { timeout: 400_000 },
  async (command, { expect }) => {
    await using ground = await openFolderGround();
    const { hits, faults } = await faultRounds(ground, { command, stride: 200, seed });
    expect(faults).toEqual([]);
    expect(hits.EIO).toBeGreaterThan(0);
  },
);
