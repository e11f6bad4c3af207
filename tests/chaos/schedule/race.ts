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
 * is killed, and the other one has to have the next run.
 */
export async function race(home: string, runs: number): Promise<RaceOutcome> {
  using catalog = openDisposable(home);
  insertStack(catalog.catalog, 'stack-0');
  insertPolicy(catalog.catalog, { id: 'raced', stackId: 'stack-0', catchUpHours: 1, cron, zone, since: begin });
  const racers: [RacerProcess, RacerProcess] = [await RacerProcess.start(home), await RacerProcess.start(home)];
  const won: [number, number] = [0, 0];
  const faults: string[] = [];
  let takeovers = 0;
  try {
    for (let round = 1; round <= runs; round += 1) {
      const now = begin + round * minuteMs;
      const [time] = calendarOf(cron, zone).between(now - minuteMs, now, 1);
      const trigger = `scheduled raced @ ${time?.planned ?? ''}`;
      let ran: readonly (readonly string[])[];
      if (round % killEvery === 0) {
        ran = [await racers[0].obey({ kind: 'look', now, at: 0, leave: false }), []];
        await racers[0].kill();
      } else if (round % killEvery === 1 && round > 1) {
        ran = [[], await racers[1].obey({ kind: 'look', now, at: 0, leave: true })];
        racers[0] = await RacerProcess.start(home);
        takeovers += 1;
      } else {
        const kind = round % 2 === 0 ? 'look' : 'begin';
        if (kind === 'begin') record(catalog.catalog, now);
        const order = { kind, now, at: Date.now() + noticeMs, leave: true } as const;
        ran = await Promise.all(racers.map((racer) => racer.obey(order)));
      }
      const all = ran.flat();
      if (all.length !== 1 || all[0] !== trigger) faults.push(`${trigger}: ran ${JSON.stringify(ran)}`);
      for (const [at, list] of ran.entries()) if (list.length > 0) won[at === 0 ? 0 : 1] += 1;
    }
  } finally {
    for (const racer of racers) await racer.kill();
  }
  const rows = catalog.catalog.policyRuns.list('stack-0', Number.MAX_SAFE_INTEGER);
  if (rows.length !== runs) faults.push(`${rows.length} rows for ${runs} runs`);
  faults.push(...rows.filter(({ jobId }) => jobId === null).map(({ planned, state }) => `${planned} is ${state}`));
  return { runs, won, takeovers, faults };
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
