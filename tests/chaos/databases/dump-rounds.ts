import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DumpFacts } from '../../../electron/core/databases/driver.ts';
import { asideNames } from '../../../electron/core/databases/aside-names.ts';
import { type Bench, shop } from './bench.ts';

/** Loads a dump beside the live database, holds it against its facts, and looks for a torn transaction. Rejects when something is wrong. */
export async function proveDump(bench: Bench, sql: Buffer, facts: DumpFacts, job: string): Promise<number> {
  const { signal } = new AbortController();
  const site = bench.driver.site(bench.test.server, shop, job);
  try {
    await site.stage(Readable.from([sql], { objectMode: false }), signal);
    await site.check(facts.rows, signal);
    const { fresh } = asideNames(job, shop);
    const difference = await bench.difference(fresh);
    if (difference !== 0) throw new Error(`a transaction is torn: the sums differ by ${difference}`);
    return await bench.written(fresh);
  } finally {
    await site.release();
  }
}

/** Dumps again and again while the writer writes; each is proven. Resolves with the transactions that each one held. */
export async function dumpRounds(bench: Bench, rounds: number): Promise<readonly number[]> {
  const { signal } = new AbortController();
  const held: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const dump = await bench.driver.dump(bench.test.server, shop, signal);
    const sql = await buffer(dump.stream);
    held.push(await proveDump(bench, sql, await dump.done, `round${round}`));
  }
  return held;
}
