import { expect, test } from 'vitest';
import { rot } from './campaign.ts';
import { packForms } from './packs.ts';

// The full form: npm run chaos -- --suite bitrot. The seed that a failure names repeats it: LIFEBOAT_SEED.
const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);

test.each(packForms)(
  'a $name pack: each of 100 damages is found, and its file named',
  async (form) => {
    const { files, faults } = await rot(form, 100, seed);
    expect(faults).toEqual([]);
    expect(files).toBe(11);
  },
  60_000,
);
