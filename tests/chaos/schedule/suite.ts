import { sampleSchedules, sampleZones } from '../../../electron/core/schedule/testing/sample-schedules.ts';
import { retentionFault } from '../../support/retention-histories.ts';
import { memoryFolder, tempFolder } from '../../support/temp-folder.ts';
import type { SuiteOptions } from '../suite.ts';
import { race } from './race.ts';
import { simulate, type SimulationOutcome } from './simulation.ts';

const begin = Date.parse('2026-02-01T00:00:00Z');

/**
 * Every part, one closing line each: two days in each zone, five raced runs and fifty histories for each of `rounds`.
 * Resolves to whether every promise was kept.
 */
export async function scheduleSuite({ rounds, seed, say }: SuiteOptions): Promise<boolean> {
  const days = rounds * 2;
  const histories = rounds * 50;
  let broken = 0;
  for (const [at, zone] of sampleZones.entries()) {
    await using folder = await memoryFolder();
    const outcome = await simulate({ home: folder.path, zone, begin, days, seed: seed + at });
    say(`${zone}: ${days} days, ${simulated(outcome)}`);
    broken += report(outcome.faults, say);
  }
  await using folder = await tempFolder();
  const raced = await race(folder.path, rounds * 5);
  const [one, other] = raced.won;
  say(
    `two processes, ${raced.runs} runs: ${one} in one, ${other} in the other, ${raced.takeovers} taken over from a killed one, ${raced.faults.length} wrong`,
  );
  broken += report(raced.faults, say);
  const fault = retentionFault({ count: histories, seed });
  say(`retention, ${histories} random histories: ${fault ?? '0 wrong'}`);
  return broken === 0 && fault === null;
}

function simulated({ planned, ran, missed, troubles, faults }: SimulationOutcome): string {
  const list = Object.entries(troubles).map(([kind, count]) => `${count} × ${kind}`);
  return `${sampleSchedules.length} schedules, ${planned} planned times: ${ran} ran, ${missed} missed with a row that says why, ${faults.length} wrong (${list.join(', ')})`;
}

/** Says the first of them; returns how many there are. */
function report(faults: readonly string[], say: (text: string) => void): number {
  for (const fault of faults.slice(0, 10)) say(`  FAILED: ${fault}`);
  return faults.length;
}
