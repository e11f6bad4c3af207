import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { copyToReplica } from '../../../electron/core/replica/copy-pack.ts';
import {
  copyBench,
  type CopyBench,
  expectWhole,
  quietly,
  treeOf,
} from '../../../electron/core/replica/testing/copy-bench.ts';
import { SeededRandom } from '../random.ts';

const script = fileURLToPath(new URL('../../../electron/core/replica/testing/copy-process.ts', import.meta.url));
/** Enough that a copy takes its time, and that files are cut in the middle. */
const packBytes = 24_000_000;

/** How many copies were killed, and what they had come to by then. */
export interface ReplicaKills {
  readonly rounds: number;
  /** Killed before the copy was good. */
  readonly broken: number;
  /** The copy was good, or the process had ended, before the kill. */
  readonly whole: number;
}

/**
 * Kills copies to a local folder with SIGKILL at random moments. Rejects when a folder with DONE does not read back
 * whole, when the local pack has changed, or when the next copy does not complete by itself and leave nothing in `_tmp`.
 */
export async function replicaKills(rounds: number, seed: number): Promise<ReplicaKills> {
  await using bench = await copyBench(packBytes);
  const random = new SeededRandom(seed);
  const before = [...(await treeOf(bench.pack.path))].join('\n');
  const wholeMs = await killedAfter(bench, 'first', Infinity);
  let broken = 0;
  for (let round = 0; round < rounds; round++) {
    // Sometimes over a good copy, which must stay.
    if (random.next() < 0.8) await bench.empty();
    await killedAfter(bench, `killed${round}`, random.next() * wholeMs * 1.1);
    const whole = await expectWhole(bench.folder);
    if (whole.length === 0) broken++;
    await copyToReplica(bench.order(), quietly());
    const names = await expectWhole(bench.folder);
    if (names.length !== 1) throw new Error(`round ${round}: ${names.length} copies`);
    const left = await readdir(join(bench.folder, '_tmp'));
    const strange = left.filter((name) => name.startsWith('job_'));
    if (strange.length > 0) throw new Error(`round ${round}: left in _tmp: ${strange.join(' ')}`);
  }
  if ([...(await treeOf(bench.pack.path))].join('\n') !== before) throw new Error('the local pack has changed');
  return { rounds, broken, whole: rounds - broken };
}

/** Runs one copy and kills it so long after it has begun; resolves with how long it ran, in milliseconds. */
async function killedAfter(bench: CopyBench, jobId: string, ms: number): Promise<number> {
  const { pack, folder, storage, targetId } = bench;
  const order = { packPath: pack.path, folder, storage, targetId, jobId };
  const args = ['--disable-warning=ExperimentalWarning', script, JSON.stringify(order)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const end = once(child, 'exit');
  await Promise.race([once(child.stdout, 'data'), end]);
  const begun = performance.now();
  child.stdout.resume();
  if (ms !== Infinity) {
    await Promise.race([delay(ms), end]);
    child.kill('SIGKILL');
  }
  await end;
  if (ms === Infinity && child.exitCode !== 0) throw new Error(`the copy ended with ${child.exitCode}`);
  return performance.now() - begun;
}
