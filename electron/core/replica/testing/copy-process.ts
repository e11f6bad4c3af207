// One copy to a local folder in a process of its own, so that a test can kill it. Takes one argument, see `copyProcess`;
// prints `begun`, then `done`.
import { z } from 'zod';
import { never } from '../../archive/testing/small-pack.ts';
import { openPack } from '../../archive/pack-reader.ts';
import { isoTime, systemClock } from '../../clock.ts';
import { copyToReplica } from '../copy-pack.ts';
import { FolderTarget } from '../folder-target.ts';
import { atOnce } from './copy-bench.ts';

const Order = z.object({
  packPath: z.string(),
  folder: z.string(),
  storage: z.string(),
  targetId: z.string(),
  jobId: z.string(),
});

const order = Order.parse(JSON.parse(process.argv[2] ?? ''));
const pack = await openPack(order.packPath);
const nothing = (): void => undefined;
process.stdout.write('begun\n');
await copyToReplica(
  {
    target: new FolderTarget({ path: order.folder, storage: order.storage, allowsSameDisk: true }),
    targetId: order.targetId,
    pack,
    job: { id: order.jobId, startedAt: isoTime(systemClock()) },
    // The test runs one at a time.
    stateOf: () => 'ended',
    clock: systemClock,
    retries: atOnce,
  },
  { signal: never, throttle: null, progress: { onPhase: nothing, onFile: nothing, onBytes: nothing } },
);
process.stdout.write('done\n');
