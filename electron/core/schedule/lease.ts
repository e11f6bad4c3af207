import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { ScheduleState } from '../../../shared/model/schedule.ts';
import type { Catalog } from '../catalog/database.ts';
import { type Clock, isoTime } from '../clock.ts';
import { currentProcess, isAlive } from '../jobs/process-identity.ts';

const key = 'schedulerLease';
const schema = z.strictObject({
  holder: z.string(),
  kind: z.enum(['panel', 'daemon']),
  process: z.strictObject({ pid: z.int(), startTime: z.string(), bootId: z.string() }),
  since: z.string(),
  beat: z.int(),
});
type Lease = Readonly<z.infer<typeof schema>>;

const beatEveryMs = 60_000;
/** So many looks, one every 15 s, without a beat: whoever it is does not work any more. */
const silentLooks = 12;

/** Which living process plans and begins runs now; null when none does. */
export function schedulerOwner(catalog: Catalog): ScheduleState['owner'] {
  const lease = catalog.settings.get(key, schema.nullable());
  if (lease === null || !isAlive(lease.process)) return null;
  return { kind: lease.kind, pid: lease.process.pid, since: lease.since };
}

/** One scheduler's claim to be the only one on its catalog. */
export class SchedulerLease {
  readonly #catalog: Catalog;
  readonly #clock: Clock;
  readonly #kind: Lease['kind'];
  readonly #holder = randomUUID();
  #other: { readonly holder: string; readonly beat: number; readonly looks: number } | null = null;

  constructor(catalog: Catalog, clock: Clock, kind: Lease['kind']) {
    this.#catalog = catalog;
    this.#clock = clock;
    this.#kind = kind;
  }

  /** Whether it is held, now and in the transaction that this is called in. Takes it when nobody living has it. */
  hold(): boolean {
    return this.#catalog.together(() => {
      const lease = this.#catalog.settings.get(key, schema.nullable());
      const now = this.#clock();
      if (lease?.holder === this.#holder) {
        if (now - lease.beat >= beatEveryMs || now < lease.beat) this.#write({ ...lease, beat: now });
        return true;
      }
      if (lease !== null && isAlive(lease.process) && !this.#isSilent(lease)) return false;
      this.#write({
        holder: this.#holder,
        kind: this.#kind,
        process: currentProcess(),
        since: isoTime(now),
        beat: now,
      });
      return true;
    });
  }

  /** Gives it back, if it is held. */
  release(): void {
    this.#catalog.together(() => {
      if (this.#catalog.settings.get(key, schema.nullable())?.holder === this.#holder) this.#write(null);
    });
  }

  /** Counted in looks and not by the clock, which may jump. */
  #isSilent({ holder, beat }: Lease): boolean {
    const before = this.#other;
    const same = before !== null && before.holder === holder && before.beat === beat;
    this.#other = { holder, beat, looks: same ? before.looks + 1 : 0 };
    return this.#other.looks >= silentLooks;
  }

  #write(lease: Lease | null): void {
    this.#catalog.settings.set(key, lease);
  }
}
