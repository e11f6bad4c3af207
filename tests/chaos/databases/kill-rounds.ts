import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import type { DumpFacts } from '../../../electron/core/databases/driver.ts';
import { hasCode } from '../../../electron/core/errors.ts';
import { docker } from '../../support/docker-engine.ts';
import { until } from '../../support/until.ts';
import { SeededRandom } from '../random.ts';
import { type Bench, shop } from './bench.ts';
import { proveDump } from './dump-rounds.ts';

/** What is killed while a dump goes on. */
export type Victim =
  /** The program that writes the dump. */
  | 'program'
  /** The server, its container and all. */
  | 'server'
  /** The call, as a cancel does. */
  | 'call';

export interface KillsCount {
  readonly of: { readonly [Name in Victim]: number };
  /** Dumps that were not whole and said so. */
  readonly failed: number;
  /** Dumps that were over before the kill, each proven. */
  readonly whole: number;
}

const victims = ['program', 'program', 'server', 'call'] as const;

/** Kills at random moments. Rejects when a dump that is not whole says that it is, or a process stays behind. */
export async function killRounds(bench: Bench, rounds: number, seed: number): Promise<KillsCount> {
  const random = new SeededRandom(seed);
  const of = { program: 0, server: 0, call: 0 };
  let failed = 0;
  let whole = 0;
  const lengthMs = await dumpLength(bench);
  for (let round = 0; round < rounds; round += 1) {
    const victim = victims[round % victims.length] ?? 'program';
    of[victim] += 1;
    const outcome = await killOne(bench, victim, random.next() * lengthMs);
    if (outcome === null) failed += 1;
    else {
      whole += 1;
      await proveDump(bench, outcome.sql, outcome.facts, `kill${round}`);
    }
    await noProgramsLeft(bench);
  }
  return { of, failed, whole };
}

/** Kills the program in the middle of a dump, which it cannot end while nobody reads. Rejects when that dump counts as whole. */
export async function killMidway({ host, driver, test }: Bench): Promise<void> {
  const dump = await driver.dump(test.server, shop, new AbortController().signal);
  // From outside: an engine whose client does not read tells of no end in this container, not even of a kill's.
  const pid = await until('the program writes', async () => {
    const top = await docker(host, 'top', test.server.containerId, '-eo', 'pid,comm');
    const found = /^ *(?<pid>\d+) +(?:pg_dump|mariadb-dump|mysqldump)$/mu.exec(top)?.groups?.['pid'];
    return found === undefined ? null : Number(found);
  });
  process.kill(pid, 'SIGKILL');
  const outcome = await buffer(dump.stream).then(
    () => null,
    (error: unknown) => error,
  );
  if (!hasCode(outcome, 'DATABASE_DUMP_FAILED')) throw new Error(`half a dump was taken: ${String(outcome)}`);
}

async function dumpLength({ driver, test }: Bench): Promise<number> {
  const began = performance.now();
  const dump = await driver.dump(test.server, shop, new AbortController().signal);
  await buffer(dump.stream);
  await dump.done;
  return performance.now() - began;
}

/** Null when the dump failed, as it must when it was hit. */
async function killOne(
  bench: Bench,
  victim: Victim,
  afterMs: number,
): Promise<{ readonly sql: Buffer; readonly facts: DumpFacts } | null> {
  const { driver, test } = bench;
  const abort = new AbortController();
  const over = new AbortController();
  const dumping = (async () => {
    const dump = await driver.dump(test.server, shop, abort.signal);
    const [sql, facts] = await Promise.all([buffer(dump.stream), dump.done]);
    return { sql, facts };
  })().finally(() => over.abort());
  const outcome = dumping.catch(() => null);
  await delay(afterMs, undefined, { signal: over.signal }).catch(() => undefined);
  if (victim === 'call') abort.abort(new Error('cancelled by the test'));
  if (victim === 'program') await test.shell(`for pid in $(${listPrograms}); do kill -9 $pid; done; true`);
  if (victim === 'server') await killServer(bench);
  return outcome;
}

async function killServer({ host, test, write }: Bench): Promise<void> {
  const { containerId } = test.server;
  await docker(host, 'kill', containerId);
  await docker(host, 'start', containerId);
  await until('the server is back', () => test.run('SELECT 1').catch(() => null));
  await write();
}

const listPrograms =
  'for of in /proc/[0-9]*; do case "$(cat $of/comm 2>/dev/null)" in pg_dump|mariadb-dump|mysqldump) echo ${of#/proc/};; esac; done';

/** Rejects when a program that writes a dump goes on. */
export async function noProgramsLeft(bench: Bench): Promise<void> {
  await until('no program of a dump is left', async () => ((await programs(bench)) === '' ? true : null));
}

function programs({ test }: Bench): Promise<string> {
  return test.shell(listPrograms);
}
