import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Catalog, openCatalog } from '../../../electron/core/catalog/database.ts';
import { systemClock } from '../../../electron/core/clock.ts';
import { shop } from '../../../electron/core/jobs/testing/sample-records.ts';
import { memoryFolder } from '../../support/temp-folder.ts';
import { SeededRandom } from '../random.ts';
import { RacerProcess } from '../schedule/racer-process.ts';
import { disguises, insertDisguised } from './disguise.ts';
import type { RaceOrder } from './race-order.ts';

export interface RaceCounts {
  readonly races: number;
  /** Of how many each process got the stack. */
  readonly won: readonly [number, number];
  /** Races for a stack whose holder was killed in the middle of its job. */
  readonly takeovers: number;
  /** Races for a stack that a job of another process held: a living one, a dead one with the pid of a living. */
  readonly disguised: number;
  /** The longest that a dead holder kept the stack, ms. */
  readonly slowestMs: number;
  readonly faults: readonly string[];
}

const script = new URL('racer.ts', import.meta.url);
/** So much ahead both are told, so that both wait for the moment. */
const noticeMs = 3;
const killEvery = 20;
const disguiseEvery = 7;
const longestTakeoverMs = 30_000;
const yearMs = 365 * 86_400_000;

/** Two real processes that begin a job of one stack at the same moment, so many times. */
export async function races(count: number, seed: number): Promise<RaceCounts> {
  await using folder = await memoryFolder();
  const home = folder.path;
  const catalog = openCatalog(join(home, 'catalog.db'), systemClock);
  catalog.stacks.insert({ ...shop, storage: join(home, 'storage') });
  const random = new SeededRandom(seed);
  const racers: [RacerProcess<RaceOrder>, RacerProcess<RaceOrder>] = [
    await RacerProcess.start<RaceOrder>(home, script),
    await RacerProcess.start<RaceOrder>(home, script),
  ];
  const counts = { won: [0, 0] as [number, number], takeovers: 0, disguised: 0, slowestMs: 0 };
  const faults: string[] = [];
  try {
    for (let race = 1; race <= count; race += 1) {
      const holder = race % killEvery === 0 ? 'killed' : 'ends';
      const isFree = catalog.jobs.open().length === 0;
      const disguise = isFree && race % disguiseEvery === 0 ? random.pick(disguises) : null;
      if (disguise !== null) {
        counts.disguised += 1;
        const job = insertDisguised(catalog, shop, disguise, racers[0].pid);
        if (disguise.isAlive) {
          const said = await both(racers, random);
          if (said.some((word) => word !== 'STACK_BUSY'))
            faults.push(`race ${race}, ${disguise.what}: ${said.join(' ')}`);
          catalog.jobs.update(job, { status: 'failed', error: { code: 'JOB_INTERRUPTED', params: {} } });
          for (const racer of racers) await racer.obey({ kind: 'end', at: 0, shiftMs: 0 });
        }
      }
      const begun = performance.now();
      const said = await both(racers, random);
      counts.slowestMs = Math.max(counts.slowestMs, performance.now() - begun);
      const winner = said.indexOf('held');
      if (said.toSorted().join() !== 'STACK_BUSY,held') faults.push(`race ${race}: ${said.join(' ')}`);
      if (catalog.jobs.open().length !== 1) faults.push(`race ${race}: ${catalog.jobs.open().length} open jobs`);
      if (winner !== -1) counts.won[winner === 0 ? 0 : 1] += 1;
      if (holder === 'killed' && winner !== -1) {
        counts.takeovers += 1;
        const at = winner === 0 ? 0 : 1;
        await racers[at].kill();
        await rm(join(home, 'held'), { force: true });
        racers[at] = await RacerProcess.start<RaceOrder>(home, script);
        continue;
      }
      for (const racer of racers) await racer.obey({ kind: 'end', at: 0, shiftMs: 0 });
    }
    // The last holder may have been killed.
    await racers[0].obey({ kind: 'take', at: 0, shiftMs: 0 });
    await racers[0].obey({ kind: 'end', at: 0, shiftMs: 0 });
  } finally {
    for (const racer of racers) await racer.kill();
    catalog.close();
  }
  if (counts.slowestMs > longestTakeoverMs)
    faults.push(`a stack was taken only after ${Math.round(counts.slowestMs)} ms`);
  return { races: count, ...counts, faults: [...faults, ...endsOf(home)] };
}

/** Both at once, each by a clock of its own that may be years off. */
async function both(racers: readonly RacerProcess<RaceOrder>[], random: SeededRandom): Promise<string[]> {
  const at = Date.now() + noticeMs;
  const taking = racers.map(async (racer) => {
    const shiftMs = random.pick([0, 0, -3_600_000, 3_600_000, -9 * yearMs, 9 * yearMs]);
    return racer.obey({ kind: 'take', at, shiftMs });
  });
  return (await Promise.all(taking)).flat();
}

/** Every job has ended, once. */
function endsOf(home: string): readonly string[] {
  const catalog: Catalog = openCatalog(join(home, 'catalog.db'), systemClock);
  try {
    const strange = catalog.jobs.list(Number.MAX_SAFE_INTEGER).filter(({ status, error }) => {
      if (status === 'succeeded') return false;
      return status !== 'failed' || error?.code !== 'JOB_INTERRUPTED';
    });
    return strange.map(({ id, status, error }) => `job ${id} is ${status} ${error?.code ?? ''}`);
  } finally {
    catalog.close();
  }
}
