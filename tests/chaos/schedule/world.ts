import { Scheduler } from '../../../electron/core/schedule/scheduler.ts';
import { writePause } from '../../../electron/core/schedule/pause.ts';
import type { SeededRandom } from '../random.ts';
import type { Expectations } from './expectations.ts';
import type { TriedPolicy } from './policies.ts';
import type { StandIn } from './stand-in.ts';

export const troubleKinds = ['sleep', 'restart', 'clock ahead', 'clock back', 'pause', 'busy stack'] as const;
export type Trouble = (typeof troubleKinds)[number];

interface WorldDeps {
  readonly clock: { now: number };
  readonly standIn: StandIn;
  readonly policies: readonly TriedPolicy[];
  readonly random: SeededRandom;
  /** Told of everything that is done here. */
  readonly expectations: Expectations;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** A machine with a scheduler on it, and what happens to both. */
export class World implements AsyncDisposable {
  readonly troubles: Record<Trouble, number> = {
    sleep: 0,
    restart: 0,
    'clock ahead': 0,
    'clock back': 0,
    pause: 0,
    'busy stack': 0,
  };
  readonly #deps: WorldDeps;
  #scheduler: Scheduler;
  #busy: {
    readonly stackId: string;
    readonly since: number;
    readonly until: number;
    readonly end: () => Promise<void>;
  } | null = null;

  constructor(deps: WorldDeps) {
    this.#deps = deps;
    this.#scheduler = this.#newScheduler();
  }

  /** When (ms) something changes that the scheduler is to see; null when nothing does. */
  get nextChange(): number | null {
    return this.#busy?.until ?? null;
  }

  /** Sets the clock and lets the scheduler look, until nothing that it can begin is left. */
  async tickAt(now: number): Promise<void> {
    this.#deps.clock.now = now;
    if (this.#busy !== null && now >= this.#busy.until) await this.#free();
    await this.#look();
    // The next one of a stack begins when the one before has ended.
    for (let left = this.#waiting(); left > 0; ) {
      await this.#look();
      const still = this.#waiting();
      if (still === left) break;
      left = still;
    }
  }

  /** One of the kinds. */
  async trouble(): Promise<void> {
    const { random, clock } = this.#deps;
    if (this.#busy !== null) {
      await this.#free();
      await this.tickAt(clock.now);
    }
    const kind = random.pick(troubleKinds);
    this.troubles[kind] += 1;
    // Mostly short, up to three days.
    const lengthMs = 1000 + Math.floor(random.next() ** 3 * 3 * dayMs);
    await this.#suffer(kind, lengthMs);
  }

  async #suffer(kind: Trouble, lengthMs: number): Promise<void> {
    const { clock, standIn, random, expectations } = this.#deps;
    switch (kind) {
      case 'sleep':
        return this.#away(lengthMs);
      case 'restart':
        await this.#scheduler.close();
        this.#scheduler = this.#newScheduler();
        return this.#away(lengthMs);
      case 'clock ahead':
        return this.#away(dayMs);
      case 'clock back':
        expectations.clockBack(clock.now - dayMs);
        return this.tickAt(clock.now - dayMs);
      case 'pause': {
        const until = clock.now + lengthMs;
        expectations.pause(clock.now, until);
        writePause(standIn.context.catalog, {
          since: new Date(clock.now).toISOString(),
          until: new Date(until).toISOString(),
        });
        return this.tickAt(clock.now);
      }
      case 'busy stack':
        this.#hold(random.pick(['stack-0', 'stack-1', 'stack-2']), clock.now + lengthMs);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#busy?.end();
    await this.#scheduler.close();
  }

  async #away(ms: number): Promise<void> {
    const { clock, policies, expectations } = this.#deps;
    const from = clock.now;
    expectations.outage(policies, from, from + ms);
    await this.tickAt(from + ms);
  }

  /** Somebody else's job has the stack. */
  #hold(stackId: string, until: number): void {
    const { standIn, clock } = this.#deps;
    const { promise, resolve } = Promise.withResolvers<undefined>();
    const spec = { kind: 'backup' as const, stackId, stack: stackId, trigger: 'by hand' };
    const { result } = standIn.runner.start(spec, async () => promise);
    const end = async (): Promise<void> => {
      resolve(undefined);
      await result;
    };
    this.#busy = { stackId, since: clock.now, until, end };
  }

  async #free(): Promise<void> {
    const { clock, policies, expectations } = this.#deps;
    if (this.#busy === null) return;
    const { stackId, since, end } = this.#busy;
    this.#busy = null;
    await end();
    expectations.outage(policies, since, clock.now, stackId);
  }

  async #look(): Promise<void> {
    await this.#scheduler.tick();
    await this.#deps.standIn.idle();
  }

  /** How many runs wait for nobody else's job. */
  #waiting(): number {
    const open = this.#deps.standIn.context.catalog.policyRuns.open();
    return open.filter(({ stackId }) => stackId !== this.#busy?.stackId).length;
  }

  #newScheduler(): Scheduler {
    return new Scheduler({ context: this.#deps.standIn.context, kind: 'daemon', told: () => undefined });
  }
}
