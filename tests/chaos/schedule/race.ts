import { join } from 'node:path';
import { type Catalog, openCatalog } from '../../../electron/core/catalog/database.ts';
import { calendarOf } from '../../../electron/core/schedule/calendar.ts';
import { recordPlanned } from '../../../electron/core/schedule/record-planned.ts';
import { backupEnvironment } from '../../../electron/core/schedule/environment.ts';
import { insertPolicy, insertStack } from './policies.ts';
import { RacerProcess } from './racer-process.ts';

export interface RaceOutcome {
  readonly runs: number;
  /** Of how many each process got the run. */
  readonly won: readonly [number, number];
  /** How often the owner was killed and the other one took over. */
  readonly takeovers: number;
  readonly faults: readonly string[];
}

const begin = Date.parse('2026-11-20T04:00:00Z');
const zone = 'Europe/Berlin';
const cron = '* * * * *';
const minuteMs = 60_000;
/** So much ahead both are told, so that both wait for the moment. */
const noticeMs = 4;
const killEvery = 25;

/**
 * Two real processes on one catalog; a minute of their clock is a round with one planned run. In turn both look as
 * schedulers without an owner do, or both begin the run that waits as if both were the owner. Now and then the owner
 * is killed in the middle of its run: the other one must have the next one, and that one must not come again.
 */
export async function race(home: string, runs: number): Promise<RaceOutcome> {
  using opened = openDisposable(home);
  const { catalog } = opened;
  insertStack(catalog, 'stack-0');
  insertPolicy(catalog, { id: 'raced', stackId: 'stack-0', catchUpHours: 1, cron, zone, since: begin });
  await using other = await RacerProcess.start(home);
  let one = await RacerProcess.start(home);
  const won: [number, number] = [0, 0];
  const faults: string[] = [];
  let takeovers = 0;
  try {
    for (let round = 1; round <= runs; round += 1) {
      const now = begin + round * minuteMs;
      const at = Date.now() + noticeMs;
      let ran: readonly [readonly string[], readonly string[]];
      if (round % killEvery === 0) {
        ran = [await one.obey({ kind: 'hang', now, at }), []];
        await one.kill();
      } else if (round > 1 && round % killEvery === 1) {
        ran = [[], await other.obey({ kind: 'look', now, at })];
        one = await RacerProcess.start(home);
        takeovers += 1;
      } else {
        const kind = round % 2 === 0 ? 'look' : 'begin';
        if (kind === 'begin') record(catalog, now);
        ran = await Promise.all([one.obey({ kind, now, at }), other.obey({ kind, now, at })]);
      }
      const expected = triggerAt(now);
      if (ran.flat().join() !== expected) faults.push(`${expected}: ran ${JSON.stringify(ran)}`);
      won[ran[0].length > 0 ? 0 : 1] += 1;
    }
    const late = await other.obey({ kind: 'look', now: begin + runs * minuteMs, at: 0 });
    if (late.length > 0) faults.push(`ran again: ${late.join()}`);
  } finally {
    await one.kill();
  }
  return { runs, won, takeovers, faults: [...faults, ...catalogFaults(catalog, runs)] };
}

/** The trigger of the run that is planned for a minute. */
function triggerAt(now: number): string {
  const [time] = calendarOf(cron, zone).between(now - minuteMs, now, 1);
  return `scheduled raced @ ${time?.planned ?? ''}`;
}

/** What the catalog has, whatever the processes have told: a row and a job for every run. */
function catalogFaults(catalog: Catalog, runs: number): readonly string[] {
  const rows = catalog.policyRuns.list('stack-0', Number.MAX_SAFE_INTEGER);
  const triggers = catalog.jobs.list(Number.MAX_SAFE_INTEGER).map(({ trigger }) => trigger);
  const jobs = new Set(triggers);
  return [
    ...(rows.length === runs ? [] : [`${rows.length} rows for ${runs} runs`]),
    ...(triggers.length === runs && jobs.size === runs ? [] : [`${triggers.length} jobs for ${runs} runs`]),
    ...rows.filter(({ state }) => state !== 'failed').map(({ planned, state }) => `${planned} is ${state}`),
  ];
}

/** Writes the row of the run that is due, as the owner does. */
function record(catalog: Catalog, now: number): void {
  recordPlanned({ catalog, environment: backupEnvironment({}) }, 'raced', now, now);
}

function openDisposable(home: string): Disposable & { readonly catalog: Catalog } {
  const catalog = openCatalog(join(home, 'catalog.db'), () => begin);
  return {
    catalog,
    [Symbol.dispose]: () => {
      catalog.close();
    },
  };
}
