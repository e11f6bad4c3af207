import { expect, test } from 'vitest';
import { composeFault } from './compose.ts';
import { composeCases } from './compose-files.ts';
import { extractCorpus, fuzzExtraction } from './fuzz.ts';

// The full form: npm run chaos -- --suite hostile. The seed that a failure names repeats it: LIFEBOAT_SEED.
const seed = Number(process.env['LIFEBOAT_SEED'] ?? Date.now() % 1_000_000);

test.each(composeCases)('a compose file, $name: $verdict', (one) => {
  expect(composeFault(one)).toBeNull();
});

test('every hostile archive is refused by what extracts it', async () => {
  const { tried, faults } = await extractCorpus();
  expect(faults).toEqual([]);
  expect(tried).toBeGreaterThan(300);
}, 120_000);

test('of 2,000 mutated archives none reaches outside the folder that it is extracted to', async () => {
  const { refused, taken, faults } = await fuzzExtraction(2000, seed);
  expect(faults).toEqual([]);
  expect(refused['PACK_HOSTILE']).toBeGreaterThan(200);
  expect(taken).toBeGreaterThan(20);
}, 120_000);
