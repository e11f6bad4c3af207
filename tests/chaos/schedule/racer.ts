// A process that races for planned runs. Every line of input is an order as JSON; it is answered by a line with what
// ran here for it, as a JSON list of triggers.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { beginRun } from '../../../electron/core/schedule/begin-run.ts';
import { Scheduler } from '../../../electron/core/schedule/scheduler.ts';
import { hasCode } from '../../../electron/core/errors.ts';
import { deadJobs } from '../../../electron/core/jobs/dead-jobs.ts';
import { recover } from '../../../electron/core/operations/recover.ts';
import { openStandIn } from './stand-in.ts';
import { raceOrder } from './race-order.ts';

const clock = { now: 0 };
const ran: string[] = [];
let hangs: PromiseWithResolvers<void> | null = null;
await using standIn = await openStandIn(
  process.argv[2] ?? '',
  () => clock.now,
  async (_stackId, trigger) => {
    ran.push(trigger);
    hangs?.resolve();
    if (hangs !== null) await Promise.withResolvers<never>().promise;
  },
);
const { context } = standIn;
const lines = createInterface(process.stdin);
lines.on('line', (line) => void obey(line));
process.stdout.write('ready\n');
await once(lines, 'close');

/** Orders come one at a time, after the answer to the one before. */
async function obey(line: string): Promise<void> {
  const order = raceOrder.parse(JSON.parse(line));
  clock.now = order.now;
  // Both begin at the same moment, not when their line arrives.
  while (Date.now() < order.at);
  if (order.kind === 'hang') await hang();
  else {
    if (order.kind === 'look') await look();
    else beginWaiting();
    await standIn.idle();
  }
  process.stdout.write(`${JSON.stringify(ran.splice(0))}\n`);
}

async function look(): Promise<void> {
  if (deadJobs(context.catalog).length > 0) await recover(context);
  const scheduler = newScheduler();
  await scheduler.tick();
  await scheduler.close();
}

async function hang(): Promise<void> {
  hangs = Promise.withResolvers<void>();
  await newScheduler().tick();
  await hangs.promise;
}

function newScheduler(): Scheduler {
  return new Scheduler({ context, kind: 'daemon', told: () => undefined });
}

/** As two schedulers that both believe that they hold the lease. */
function beginWaiting(): void {
  const { catalog } = context;
  for (const run of catalog.policyRuns.open()) {
    const stack = catalog.stacks.get(run.stackId);
    const policy = catalog.policies.get(run.policyId);
    if (stack === null || policy === null) continue;
    try {
      beginRun(context, stack, policy, run, () => true);
    } catch (error) {
      if (!hasCode(error, 'STACK_BUSY')) throw error;
    }
  }
}
