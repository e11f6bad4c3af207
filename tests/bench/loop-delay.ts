// A process that makes one backup through the engine, as the panel's main process does, and says on stdout how long
// its event loop was held up meanwhile. Arguments: Lifeboat's home, the stack.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createEngine } from '../../electron/core/engine.ts';

/** Milliseconds. */
export interface LoopDelay {
  readonly p99: number;
  readonly max: number;
}

const resolutionMs = 1;
const [, , home = '', stack = ''] = process.argv;
const engine = await createEngine({ home, env: process.env });
const histogram = monitorEventLoopDelay({ resolution: resolutionMs });
histogram.enable();
await engine.backup({ stack }).result;
histogram.disable();
await engine.close();
// The histogram counts from timer to timer, so an idle loop shows its resolution.
const delay = (ns: number): number => Math.max(0, ns / 1e6 - resolutionMs);
const measured: LoopDelay = { p99: delay(histogram.percentile(99)), max: delay(histogram.max) };
process.stdout.write(JSON.stringify(measured));
