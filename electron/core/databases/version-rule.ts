import type { DatabaseEngine } from '../../../shared/model/database.ts';

/**
 * Whether a server may load a dump, by the versions that both say of themselves: the same product, and a series that is
 * not older. Data of a newer series may name what an older server does not know.
 */
export function mayLoad(engine: DatabaseEngine, dumped: string, found: string): boolean {
  if (engine === 'mysql' && isMariaDb(dumped) !== isMariaDb(found)) return false;
  // From PostgreSQL 10 on, and with Redis, one number is the series; with MySQL and MariaDB it is two.
  const numbers = engine === 'mysql' || engine === 'mongodb' ? 2 : 1;
  const from = seriesOf(dumped, numbers);
  const to = seriesOf(found, numbers);
  const at = from.findIndex((number, index) => number !== to[index]);
  return at === -1 || (from[at] ?? 0) < (to[at] ?? 0);
}

function isMariaDb(version: string): boolean {
  return /mariadb/iu.test(version);
}

function seriesOf(version: string, numbers: number): number[] {
  const [found = ''] = /\d+(?:\.\d+)*/u.exec(version) ?? [];
  return Array.from({ length: numbers }, (_, at) => Number(found.split('.')[at] ?? 0));
}
