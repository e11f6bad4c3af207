import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { DumpFacts } from '../../../electron/core/databases/driver.ts';
import { asideNames } from '../../../electron/core/databases/aside-names.ts';
import { hasCode } from '../../../electron/core/errors.ts';
import { type Bench, shop } from './bench.ts';

/**
 * Loads a dump beside the live database, holds it against its facts, looks for a torn transaction, and whether a row
 * that is gone is missed. Resolves with the transactions in it; rejects when something is wrong.
 */
export async function proveDump(bench: Bench, sql: Buffer, facts: DumpFacts, job: string): Promise<number> {
  const { signal } = new AbortController();
  const site = bench.driver.site(bench.test.server, shop, job);
  try {
    await site.stage(Readable.from([sql], { objectMode: false }), signal);
    await site.check(facts.rows, signal);
    const { fresh } = asideNames(job, shop);
    const difference = await bench.difference(fresh);
    if (difference !== 0) throw new Error(`a transaction is torn: the sums differ by ${difference}`);
    const written = await bench.written(fresh);
    await bench.test.run('DELETE FROM crowd WHERE id = 1', fresh);
    const lacking = await site.check(facts.rows, signal).catch((error: unknown) => error);
    if (!hasCode(lacking, 'DATABASE_RESTORE_FAILED')) throw new Error(`a row is missing: ${String(lacking)}`);
    return written;
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
