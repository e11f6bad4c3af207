import { verdictOf } from './verdict.ts';
import { Expectations } from './expectations.ts';
import { insertSamples } from './policies.ts';
import { openStandIn } from './stand-in.ts';
import { SeededRandom } from '../random.ts';
import { type Trouble, World } from './world.ts';

export interface SimulationOptions {
  readonly home: string;
  readonly zone: string;
  /** ms since the epoch. */
  readonly begin: number;
  readonly days: number;
  readonly seed: number;
}

export interface SimulationOutcome {
  readonly planned: number;
  readonly ran: number;
  readonly missed: number;
  readonly troubles: Readonly<Record<Trouble, number>>;
  /** Every planned time that broke a promise. */
  readonly faults: readonly string[];
}

const dayMs = 86_400_000;
/** None at the beginning: the clock may be put back by a day. And none at the end, so that all that ran ahead of time has been planned. */
const calmMs = 3 * dayMs;
/** Trouble comes every so often on average. */
const troubleEveryMs = 1.25 * dayMs;
const beatMs = 15_000;

/** Lets a real scheduler on a real catalog live through days of a fake clock, with trouble of every kind. */
export async function simulate({ home, zone, begin, days, seed }: SimulationOptions): Promise<SimulationOutcome> {
  const random = new SeededRandom(seed);
  const end = begin + days * dayMs;
  const clock = { now: begin };
  const ran = new Map<string, number>();
  const expectations = new Expectations();
  const faults: string[] = [];
  await using standIn = await openStandIn(
    home,
    () => clock.now,
    async (stackId, trigger) => {
      const key = `${stackId ?? ''} ${trigger}`;
      ran.set(key, (ran.get(key) ?? 0) + 1);
      if (expectations.isPaused(clock.now)) faults.push(`${key} began in a pause`);
    },
  );
  const policies = insertSamples(standIn.context.catalog, zone, { from: begin, to: end + dayMs });
  await using world = new World({ clock, standIn, policies, random, expectations });
  const instants = [...new Set(policies.flatMap(({ planned }) => planned.map(({ at }) => at)))].toSorted(
    (a, b) => a - b,
  );
  let trouble = begin + calmMs + Math.floor(random.next() * troubleEveryMs);
  while (clock.now < end) {
    const next = Math.min(instants[firstAfter(instants, clock.now)] ?? end, end);
    const due = Math.min(next, world.nextChange ?? next);
    if (trouble < due && trouble < end - calmMs) {
      await world.tickAt(Math.max(trouble, clock.now));
      await world.trouble();
      trouble = Math.max(clock.now, begin + calmMs) + Math.floor(random.next() * 2 * troubleEveryMs);
    } else {
      if (random.next() < 0.1) await world.tickAt(Math.max(clock.now, due - Math.floor(random.next() * beatMs)));
      await world.tickAt(due + Math.floor(random.next() * beatMs));
    }
  }
  const verdict = verdictOf(standIn.context.catalog, policies, clock.now, ran, expectations);
  return { ...verdict, faults: [...faults, ...verdict.faults], troubles: world.troubles };
}

/** Index of the first value that is greater. */
function firstAfter(ascending: readonly number[], value: number): number {
  let [from, to] = [0, ascending.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((ascending[middle] ?? 0) > value) to = middle;
    else from = middle + 1;
  }
  return from;
}
