import type { DatabaseEngine } from '../../../shared/model/database.ts';

/** Whether a server may be given a dump of another version: never one of an older major version, nor of the other product. */
export function mayLoad(engine: DatabaseEngine, from: string, to: string): boolean {
  if (engine === 'mysql' && isMariaDb(from) !== isMariaDb(to)) return false;
  return comparedTo(majorOf(engine, from), majorOf(engine, to)) <= 0;
}

function isMariaDb(version: string): boolean {
  return /mariadb/iu.test(version);
}

/** PostgreSQL counts its major versions by one number since 10, the others by two. */
function majorOf(engine: DatabaseEngine, version: string): readonly number[] {
  const numbers = (/\d+(?:\.\d+)*/u.exec(version)?.[0] ?? '0').split('.').map(Number);
  const [first = 0] = numbers;
  return numbers.slice(0, engine === 'postgresql' && first >= 10 ? 1 : 2);
}

function comparedTo(one: readonly number[], other: readonly number[]): number {
  for (let at = 0; at < Math.max(one.length, other.length); at += 1) {
    const difference = (one[at] ?? 0) - (other[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
