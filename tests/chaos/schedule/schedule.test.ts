import { expect, test } from 'vitest';
import { memoryFolder, tempFolder } from '../../support/temp-folder.ts';
import { race } from './race.ts';
import { simulate } from './simulation.ts';

// The full form: npm run chaos -- --suite schedule. The seed that a failure names repeats it: LIFEBOAT_SEED.
const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);

test.each([
  ['America/Santiago', '2026-08-30'],
  ['Australia/Lord_Howe', '2026-03-28'],
])(
  '%s: of 14 days with trouble no planned time is without a row, and none runs twice',
  async (zone, day) => {
    await using folder = await memoryFolder();
    const begin = Date.parse(`${day}T00:00:00Z`);
    const { planned, ran, faults } = await simulate({ home: folder.path, zone, begin, days: 14, seed });
    expect(faults, `seed ${seed}`).toEqual([]);
    expect(planned).toBeGreaterThan(400);
    expect(ran).toBeGreaterThan(planned / 4);
  },
  60_000,
);

test('of 40 runs that two processes race for, each happens once', async () => {
  await using folder = await tempFolder();
  const { won, takeovers, faults } = await race(folder.path, 40);
  expect(faults).toEqual([]);
  expect(won[0] + won[1]).toBe(40);
  expect(takeovers).toBe(1);
}, 60_000);
