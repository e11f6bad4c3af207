// A process that backs a stack up, verifies the pack, rolls the stack back to it and releases what that kept, over and
// over, as a daemon would. Argument: LIFEBOAT_HOME. Every line of input is one cycle, answered by a line with what the
// process holds after it, as JSON; needs `--expose-gc`.
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { createEngine } from '../../../electron/core/engine.ts';
import type { Engine } from '../../../electron/core/engine-api.ts';
import { lastPagesReturned } from './collect.ts';
import type { Reading } from './readings.ts';

const engine = await createEngine({ home: process.argv[2] ?? '', env: process.env });
await engine.recover();
process.stdout.write('ready\n');
for await (const _line of createInterface(process.stdin)) {
  await cycle(engine);
  process.stdout.write(`${JSON.stringify(await reading())}\n`);
}
await engine.close();

async function cycle(of: Engine): Promise<void> {
  const backup = await of.backup({ stack: 'arena' }).result;
  await of.verify(backup.id).result;
  const plan = await of.planRollback({ backup: backup.id, safetyBackup: false });
  const { jobId } = await of.rollback(plan).result;
  await of.release(jobId).result;
  // The disk is not what is tried here.
  await of.deleteBackup(backup.id).result;
}

async function reading(): Promise<Reading> {
  await lastPagesReturned();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { rssBytes: rss, heapBytes: heapUsed + external, descriptors: readdirSync('/proc/self/fd').length };
}
