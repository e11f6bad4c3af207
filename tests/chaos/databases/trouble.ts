import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeStreamPart } from '../../../electron/core/archive/part-writer.ts';
import { hasCode } from '../../../electron/core/errors.ts';
import { smallDisk } from '../../support/disk.ts';
import { type Bench, shop } from './bench.ts';
import { noProgramsLeft } from './kill-rounds.ts';

const { signal } = new AbortController();

/** Writes a dump to a disk that becomes full under it. Rejects when it counts as written, or its program goes on. */
export async function fillDisk(bench: Bench): Promise<void> {
  await using disk = await smallDisk(4 << 20);
  const dump = await bench.driver.dump(bench.test.server, shop, signal);
  const part = {
    file: join(disk.path, 'dump.sql.gz'),
    part: 'db/dump.sql.gz',
    onBytes: () => undefined,
    throttle: null,
  };
  // Level 0: the disk fills up with the dump's own size.
  const written = await failureOf(writeStreamPart(dump.stream, { ...part, format: 'gzip', level: 0, signal }));
  if (written === null) throw new Error('a dump was written to a disk that has no room for it');
  if ((await readdir(disk.path)).every((name) => name !== 'dump.sql.gz')) throw new Error('nothing was written');
  await noProgramsLeft(bench);
}

const otherPassword = {
  postgresql: "ALTER ROLE postgres PASSWORD 'another'",
  mysql: "ALTER USER root@localhost IDENTIFIED BY 'another'",
} as const;

/** Takes the server's password away from its container; nothing can be done with the server afterwards. Rejects when it is dumped. */
export async function changePassword({ driver, engine, test }: Bench): Promise<void> {
  await test.run(otherPassword[engine]);
  const refusal = await failureOf(driver.dump(test.server, shop, signal));
  if (!hasCode(refusal, 'DATABASE_REFUSED')) throw new Error(`a wrong password was not refused: ${String(refusal)}`);
}

/** What something failed with; null when it did not. */
function failureOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => null,
    (error: unknown) => error,
  );
}
