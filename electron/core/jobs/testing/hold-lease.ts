// A process that takes the stack's lease at its first line of input, says `held <job>` or the refusal's code,
// and keeps it until its input ends. With `stall` it then waits for what never comes, keeping nothing alive.
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { openCatalog } from '../../catalog/database.ts';
import { systemClock } from '../../clock.ts';
import { AppError } from '../../errors.ts';
import { createRunner } from '../runner.ts';
import { shop, silentLog } from './sample-records.ts';

async function holdLease(file: string, mode: string | undefined): Promise<string> {
  const catalog = openCatalog(file, systemClock);
  const runner = createRunner({ catalog, clock: systemClock, log: silentLog });
  const input = createInterface(process.stdin)[Symbol.asyncIterator]();
  process.stdout.write('ready\n');
  await input.next();
  const spec = { kind: 'backup', stackId: shop.id, stack: shop.name, trigger: 'test' } as const;
  const { result } = runner.start(spec, async (job) => {
    process.stdout.write(`held ${job.id}\n`);
    const cancelled = once(job.signal, 'abort').then(() => true);
    if ((await Promise.race([input.next(), cancelled])) === true) job.signal.throwIfAborted();
    if (mode === 'stall') await Promise.withResolvers<never>().promise;
  });
  await result;
  return 'done';
}

// Not awaited: Node would give an unsettled top-level await an exit code of its own.
void holdLease(process.argv[2] ?? '', process.argv[3]).then(
  (line) => process.stdout.write(`${line}\n`),
  (error: unknown) => process.stdout.write(`${error instanceof AppError ? error.code : String(error)}\n`),
);
