// A process that races for the lease of a stack. Every line of input is an order as JSON, answered by a JSON list of
// one word: `take` by `held` or the code of the refusal, `end` by `ended`. While it holds the stack a file of its own
// making is there; that another one is there at that moment is `overlap`.
import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { EngineContext } from '../../../electron/core/engine-context.ts';
import { openContext } from '../../../electron/core/engine.ts';
import { reportOf } from '../../../electron/core/errors.ts';
import { deadJobs } from '../../../electron/core/jobs/dead-jobs.ts';
import { recover } from '../../../electron/core/operations/recover.ts';
import { endpoint } from '../engine-at.ts';
import { raceOrder } from './race-order.ts';

const home = process.argv[2] ?? '';
const marker = join(home, 'held');
let shiftMs = 0;
const clock = (): number => Date.now() + shiftMs;
const context = await openContext({ home, env: { DOCKER_HOST: endpoint, LIFEBOAT_SECRETS: 'key-file' }, clock });
let end = Promise.withResolvers<void>();
let ended: Promise<void> = Promise.resolve();

const lines = createInterface(process.stdin);
lines.on('line', (line) => void obey(line));
process.stdout.write('ready\n');
await once(lines, 'close');

/** Orders come one at a time, after the answer to the one before. */
async function obey(line: string): Promise<void> {
  const order = raceOrder.parse(JSON.parse(line));
  ({ shiftMs } = order);
  // Both begin at the same moment, not when their line arrives.
  while (Date.now() < order.at);
  process.stdout.write(`${JSON.stringify([order.kind === 'take' ? await take(context) : await giveBack()])}\n`);
}

async function take(of: EngineContext): Promise<string> {
  // As every shell does at its start and beat.
  if (deadJobs(of.catalog).length > 0) await recover(of);
  const [stack] = of.catalog.stacks.list();
  if (stack === undefined) return 'no stack';
  const answer = Promise.withResolvers<string>();
  end = Promise.withResolvers<void>();
  try {
    const spec = { kind: 'backup', stackId: stack.id, stack: stack.name, trigger: 'race' } as const;
    ended = of.runner.start(spec, async () => {
      answer.resolve(mark());
      await end.promise;
      rmSync(marker, { force: true });
    }).result;
    return await answer.promise;
  } catch (error) {
    return reportOf(error).code;
  }
}

function mark(): string {
  try {
    closeSync(openSync(marker, 'wx'));
    return 'held';
  } catch {
    return 'overlap';
  }
}

async function giveBack(): Promise<string> {
  end.resolve();
  await ended;
  return 'ended';
}
